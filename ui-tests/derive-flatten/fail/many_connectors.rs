use cyclr_oauth::{AccountConnector, FromAccountConnector};

#[derive(AccountConnector, FromAccountConnector)]
struct First {
    client_id: String,
}

#[derive(AccountConnector, FromAccountConnector)]
struct Second {
    client_id: String,
}

#[derive(AccountConnector, FromAccountConnector)]
struct Acme {
    #[cyclr(flatten)]
    inner: Third,
}

struct Third;

fn main() {}
