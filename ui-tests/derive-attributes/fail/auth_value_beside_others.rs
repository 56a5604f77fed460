use cyclr_oauth::{AccountConnector, AuthValue};

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(auth_value, rename = "Tokens")]
    tokens: AuthValue,
}

fn main() {}
