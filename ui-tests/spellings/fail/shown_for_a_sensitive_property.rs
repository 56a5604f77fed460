use std::borrow::Cow;
use std::sync::Arc;

use cyclr_oauth::AccountConnector;

type Alias = String;
type AliasOfAlias = Alias;

macro_rules! made {
    () => {
        String
    };
}

mod another {
    pub(super) use super::Alias as Reexported;
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Plain {
    sub_domain: String,
    password: String,
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
    password: &'a String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Boxed {
    sub_domain: String,
    password: Box<String>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Copied<'a> {
    sub_domain: String,
    password: Cow<'a, String>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Shared {
    sub_domain: String,
    password: Arc<String>,
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

const _: &[&str] = Generic::<String>::PROPERTY_NAMES;

fn main() {}
