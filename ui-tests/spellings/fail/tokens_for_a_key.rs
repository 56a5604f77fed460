use std::sync::Arc;

use cyclr_oauth::{AccountConnector, OAuthTokens};

type Alias = OAuthTokens;
type AliasOfAlias = Alias;

macro_rules! made {
    () => {
        OAuthTokens
    };
}

mod another {
    pub(super) use super::Alias as Reexported;
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
#[cyclr(authentication_id = "0f8d6b2e-7a4c-4e19-b3f5-1c2d3e4f5a6b")]
struct Plain {
    sub_domain: String,
    #[cyclr(auth_value)]
    key: OAuthTokens,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
#[cyclr(authentication_id = "0f8d6b2e-7a4c-4e19-b3f5-1c2d3e4f5a6b")]
struct Aliased {
    sub_domain: String,
    #[cyclr(auth_value)]
    key: Alias,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
#[cyclr(authentication_id = "0f8d6b2e-7a4c-4e19-b3f5-1c2d3e4f5a6b")]
struct AliasedTwice {
    sub_domain: String,
    #[cyclr(auth_value)]
    key: AliasOfAlias,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
#[cyclr(authentication_id = "0f8d6b2e-7a4c-4e19-b3f5-1c2d3e4f5a6b")]
struct Made {
    sub_domain: String,
    #[cyclr(auth_value)]
    key: made!(),
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
#[cyclr(authentication_id = "0f8d6b2e-7a4c-4e19-b3f5-1c2d3e4f5a6b")]
struct Borrowed<'a> {
    sub_domain: String,
    #[cyclr(auth_value)]
    key: &'a OAuthTokens,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
#[cyclr(authentication_id = "0f8d6b2e-7a4c-4e19-b3f5-1c2d3e4f5a6b")]
struct Boxed {
    sub_domain: String,
    #[cyclr(auth_value)]
    key: Box<OAuthTokens>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
#[cyclr(authentication_id = "0f8d6b2e-7a4c-4e19-b3f5-1c2d3e4f5a6b")]
struct Shared {
    sub_domain: String,
    #[cyclr(auth_value)]
    key: Arc<OAuthTokens>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
#[cyclr(authentication_id = "0f8d6b2e-7a4c-4e19-b3f5-1c2d3e4f5a6b")]
struct Reexported {
    sub_domain: String,
    #[cyclr(auth_value)]
    key: another::Reexported,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
#[cyclr(authentication_id = "0f8d6b2e-7a4c-4e19-b3f5-1c2d3e4f5a6b")]
struct Generic<T> {
    sub_domain: String,
    #[cyclr(auth_value)]
    key: T,
}

const _: &[&str] = Generic::<OAuthTokens>::PROPERTY_NAMES;

fn main() {}
