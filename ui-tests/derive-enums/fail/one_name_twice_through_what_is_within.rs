use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
#[cyclr(property("Domain" = "acme"))]
enum Acme {
    Held(Inner),
    Flattened {
        client_id: String,
        #[cyclr(flatten)]
        other: Other,
    },
    Two {
        #[cyclr(flatten)]
        first: Other,
        #[cyclr(flatten)]
        second: Other,
    },
}

#[derive(AccountConnector)]
struct Inner {
    domain: String,
}

#[derive(AccountConnector)]
struct Other {
    client_id: String,
}

fn main() {}
