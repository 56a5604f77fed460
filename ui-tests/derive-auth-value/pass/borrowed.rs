use cyclr_oauth::{AccountConnector, OAuthTokens, Secret, UtcTimestamp};

#[derive(AccountConnector)]
struct Tokens<'a> {
    #[cyclr(auth_value)]
    tokens: &'a OAuthTokens,
}

#[derive(AccountConnector)]
struct Parts<'a> {
    #[cyclr(access_token)]
    access: &'a str,
    #[cyclr(refresh_token)]
    refresh: Option<&'a Secret>,
    #[cyclr(expires)]
    expires: &'a UtcTimestamp,
    #[cyclr(refresh_expires)]
    refresh_expires: Option<Box<UtcTimestamp>>,
}

fn main() {}
