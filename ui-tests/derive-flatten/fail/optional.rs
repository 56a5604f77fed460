use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(flatten)]
    inner: Option<Inner>,
}

#[derive(AccountConnector)]
struct Inner {
    client_id: String,
}

fn main() {}
