use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    sub_domain: String,
    #[cyclr(flatten)]
    first: Inner,
    #[cyclr(flatten)]
    second: Inner,
}

#[derive(AccountConnector)]
struct Inner {
    client_id: String,
}

fn main() {}
