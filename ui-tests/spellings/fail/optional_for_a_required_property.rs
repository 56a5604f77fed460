use std::borrow::Cow;
use std::sync::Arc;

use cyclr_oauth::AccountConnector;

type Alias = Option<String>;
type AliasOfAlias = Alias;

macro_rules! made {
    () => {
        Option<String>
    };
}

mod another {
    pub(super) use super::Alias as Reexported;
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Plain {
    sub_domain: Option<String>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Aliased {
    sub_domain: Alias,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct AliasedTwice {
    sub_domain: AliasOfAlias,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Made {
    sub_domain: made!(),
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Borrowed<'a> {
    sub_domain: &'a Option<String>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Boxed {
    sub_domain: Box<Option<String>>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Copied<'a> {
    sub_domain: Cow<'a, Option<String>>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Shared {
    sub_domain: Arc<Option<String>>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Reexported {
    sub_domain: another::Reexported,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Generic<T> {
    sub_domain: T,
}

const _: &[&str] = Generic::<Option<String>>::PROPERTY_NAMES;

fn main() {}
