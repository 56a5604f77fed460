use cyclr_oauth::{AccountConnector, FromAccountConnector};

#[derive(AccountConnector, FromAccountConnector)]
struct Acme {
    #[cyclr(renam = "Rate")]
    rate: String,
}

fn main() {}
