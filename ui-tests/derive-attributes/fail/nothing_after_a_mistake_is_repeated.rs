use cyclr_oauth::{AccountConnector, OAuthTokens, Secret};

#[derive(AccountConnector)]
#[cyclr(rename_all = "camel", nam = "Acme")]
struct Acme {
    #[cyclr(rename)]
    client_id: String,
    #[cyclr(skip = true)]
    row_id: std::thread::ThreadId,
    #[cyclr(with = "text")]
    rate: f64,
    #[cyclr(auth_value("tokens"))]
    tokens: OAuthTokens,
    #[cyclr(refresh_token, acess_token)]
    refresh: Secret,
    #[cyclr(flaten)]
    inner: Inner,
}

struct Inner;

fn main() {}
