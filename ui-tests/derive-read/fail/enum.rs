use cyclr_oauth::{AccountConnector, FromAccountConnector};

#[derive(AccountConnector, FromAccountConnector)]
enum Acme {
    Key { client_id: String },
}

fn main() {}
