use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Acme {
    sub_domain: String,
    #[cyclr(flatten)]
    inner: Inner,
}

#[derive(AccountConnector)]
struct Inner {
    client_id: String,
    colour: String,
}

fn main() {}
