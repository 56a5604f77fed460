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

fn main() {}
