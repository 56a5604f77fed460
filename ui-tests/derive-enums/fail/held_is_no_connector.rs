use cyclr_oauth::{AccountConnector, OAuthTokens};

#[derive(AccountConnector)]
enum Acme {
    Tokens(OAuthTokens),
    Key(String),
}

fn main() {}
