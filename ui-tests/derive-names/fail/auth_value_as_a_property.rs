use cyclr_oauth::{AccountConnector, OAuthTokens};

#[derive(AccountConnector)]
struct Acme {
    auth_value: OAuthTokens,
    #[cyclr(rename = "Auth Value")]
    key: String,
}

fn main() {}
