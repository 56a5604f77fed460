use cyclr_oauth::{AccountConnector, OAuthTokens, Secret};

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(auth_value)]
    tokens: OAuthTokens,
    #[cyclr(access_token)]
    access: Secret,
    #[cyclr(refresh_token)]
    refresh: Secret,
}

#[derive(AccountConnector)]
struct PartsFirst {
    #[cyclr(access_token)]
    access: Secret,
    #[cyclr(auth_value)]
    tokens: OAuthTokens,
}

fn main() {}
