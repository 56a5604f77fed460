use cyclr_oauth::{AccountConnector, FromAccountConnector};

#[derive(AccountConnector, FromAccountConnector)]
struct Acme {
    #[cyclr(with = f64::to_string)]
    rate: f64,
}

fn main() {}
