use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(flatten)]
    inner: Inner,
}

struct Inner {
    client_id: String,
}

fn main() {}
