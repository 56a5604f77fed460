use cyclr_oauth::{AccountConnector, AuthValue, OAuthTokens, Secret};

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json", authentication_id = "7")]
struct UnknownId {
    sub_domain: String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
enum OfOneWay {
    #[cyclr(authentication_id = "0f8d6b2e-7a4c-4e19-b3f5-1c2d3e4f5a6b")]
    Key {
        sub_domain: String,
        #[cyclr(auth_value)]
        tokens: Option<OAuthTokens>,
    },
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/key.json", authentication_id = "7")]
struct Parts {
    #[cyclr(access_token)]
    access: Secret,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/fields.json")]
struct Fields {
    username: String,
    company: String,
    #[cyclr(auth_value)]
    key: AuthValue,
}

fn main() {}
