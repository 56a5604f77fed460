use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    client_id: String,
    #[cyclr(flatten)]
    inner: Inner,
}

#[derive(AccountConnector)]
struct Inner {
    client_id: String,
}

fn main() {}
