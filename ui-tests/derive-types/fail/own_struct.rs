use cyclr_oauth::AccountConnector;

#[derive(AccountConnector)]
struct Acme {
    address: Address,
    #[cyclr(secret)]
    other: Option<Address>,
}

struct Address {
    street: String,
}

fn main() {}
