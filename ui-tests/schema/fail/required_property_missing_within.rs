use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Acme {
    #[cyclr(flatten)]
    inner: Inner,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
enum Ways<'a> {
    Held(&'a Inner),
    Fine { sub_domain: &'a str },
}

#[derive(AccountConnector)]
struct Inner {
    client_id: String,
}

fn main() {}
