use cyclr_oauth::{AccountConnector, OAuthTokens, Secret};

#[derive(AccountConnector)]
#[cyclr(name = "Acme", version)]
struct Acme {
    #[cyclr(rename = "SubDomain", scret)]
    subdomain: String,
    #[cyclr(rename = "SubDomain")]
    other: String,
    #[cyclr(auth_value)]
    tokens: OAuthTokens,
    #[cyclr(access_token)]
    access: Secret,
    #[cyclr(rename = 3)]
    region: String,
    #[cyclr(skip, secret)]
    row_id: i64,
    #[cyclr(rename = "ClientID")]
    id: String,
}

fn main() {}
