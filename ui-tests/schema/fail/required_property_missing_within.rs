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
#[cyclr(schema = "connectors/acme.json")]
struct InOneWayOfAnInner {
    #[cyclr(flatten)]
    middle: Middle,
}

#[derive(AccountConnector)]
struct Middle {
    #[cyclr(flatten)]
    way: Way,
}

#[derive(AccountConnector)]
enum Way {
    With { sub_domain: String },
    Without { client_id: String },
}

#[derive(AccountConnector)]
struct Inner {
    client_id: String,
}

fn main() {}
