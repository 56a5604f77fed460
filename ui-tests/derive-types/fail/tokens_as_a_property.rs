use cyclr_oauth::{AccountConnector, OAuthTokens};

#[derive(AccountConnector)]
struct Acme {
    tokens: OAuthTokens,
}

fn main() {}
