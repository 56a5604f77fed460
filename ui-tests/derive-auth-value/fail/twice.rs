use cyclr_oauth::{AccountConnector, AuthValue, OAuthTokens};

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(auth_value)]
    tokens: OAuthTokens,
    #[cyclr(auth_value)]
    key: AuthValue,
}

fn main() {}
