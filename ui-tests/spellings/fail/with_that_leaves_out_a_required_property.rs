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

fn optional<T>(_: &T) -> Option<String> {
    None
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Plain {
    #[cyclr(with = optional)]
    sub_domain: String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Aliased {
    #[cyclr(with = optional)]
    sub_domain: Alias,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct AliasedTwice {
    #[cyclr(with = optional)]
    sub_domain: AliasOfAlias,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Made {
    #[cyclr(with = optional)]
    sub_domain: made!(),
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Borrowed<'a> {
    #[cyclr(with = optional)]
    sub_domain: &'a String,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Boxed {
    #[cyclr(with = optional)]
    sub_domain: Box<String>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Copied<'a> {
    #[cyclr(with = optional)]
    sub_domain: Cow<'a, String>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Shared {
    #[cyclr(with = optional)]
    sub_domain: Arc<String>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Reexported {
    #[cyclr(with = optional)]
    sub_domain: another::Reexported,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Generic<T> {
    #[cyclr(with = optional, not_secret)]
    sub_domain: T,
}

const _: &[&str] = Generic::<String>::PROPERTY_NAMES;

fn main() {}
