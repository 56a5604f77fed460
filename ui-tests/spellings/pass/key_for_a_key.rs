use std::sync::Arc;

use cyclr_oauth::{AccountConnector, AuthValue};

type Alias = AuthValue;
type AliasOfAlias = Alias;

macro_rules! made {
    () => {
        AuthValue
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
    key: AuthValue,
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
    key: &'a AuthValue,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
#[cyclr(authentication_id = "0f8d6b2e-7a4c-4e19-b3f5-1c2d3e4f5a6b")]
struct Boxed {
    sub_domain: String,
    #[cyclr(auth_value)]
    key: Box<AuthValue>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
#[cyclr(authentication_id = "0f8d6b2e-7a4c-4e19-b3f5-1c2d3e4f5a6b")]
struct Shared {
    sub_domain: String,
    #[cyclr(auth_value)]
    key: Arc<AuthValue>,
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

const _: &[&str] = Generic::<AuthValue>::PROPERTY_NAMES;

fn main() {}
