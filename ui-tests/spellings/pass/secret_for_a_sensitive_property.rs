use std::borrow::Cow;
use std::sync::Arc;

use cyclr_oauth::{AccountConnector, Secret};

type Alias = Secret;
type AliasOfAlias = Alias;

macro_rules! made {
    () => {
        Secret
    };
}

mod another {
    pub(super) use super::Alias as Reexported;
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Plain {
    sub_domain: String,
    password: Secret,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Aliased {
    sub_domain: String,
    password: Alias,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct AliasedTwice {
    sub_domain: String,
    password: AliasOfAlias,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Made {
    sub_domain: String,
    password: made!(),
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Borrowed<'a> {
    sub_domain: String,
    password: &'a Secret,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Boxed {
    sub_domain: String,
    password: Box<Secret>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Copied<'a> {
    sub_domain: String,
    password: Cow<'a, Secret>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Shared {
    sub_domain: String,
    password: Arc<Secret>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Reexported {
    sub_domain: String,
    password: another::Reexported,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Generic<T> {
    sub_domain: String,
    password: T,
}

const _: &[&str] = Generic::<Secret>::PROPERTY_NAMES;

fn main() {}
