use cyclr_oauth::{AccountConnector, OAuthTokens};

#[derive(AccountConnector)]
struct Acme {
    #[cyclr(skip = true)]
    row_id: i64,
    #[cyclr(secret("yes"))]
    password: String,
    #[cyclr(auth_value = "tokens")]
    tokens: OAuthTokens,
}

fn main() {}
