use cyclr_oauth::{AccountConnector, OAuthTokens};

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(auth_value)]
    tokens: OAuthTokens,
    #[cyclr(flatten)]
    inner: Inner,
}

#[derive(AccountConnector)]
struct Deeper {
    #[cyclr(auth_value)]
    tokens: OAuthTokens,
    #[cyclr(flatten)]
    middle: Middle,
}

#[derive(AccountConnector)]
struct Middle {
    #[cyclr(flatten)]
    inner: Inner,
}

#[derive(AccountConnector)]
struct Inner {
    #[cyclr(auth_value)]
    tokens: OAuthTokens,
}

fn main() {}
