use cyclr_oauth::{AccountConnector, AuthValue};

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(auth_value)]
    key: Option<AuthValue>,
}

fn main() {}
