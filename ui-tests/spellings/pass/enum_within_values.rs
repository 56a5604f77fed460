use std::borrow::Cow;
use std::sync::Arc;

use cyclr_oauth::{AccountConnector, PropertyValue};

type Alias = Option<Region>;
type AliasOfAlias = Alias;

macro_rules! made {
    () => {
        Option<Region>
    };
}

mod another {
    pub(super) use super::Alias as Reexported;
}

#[derive(Clone, PropertyValue)]
#[cyclr(rename_all = "lowercase")]
enum Region {
    Eu,
    Us,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Plain {
    sub_domain: String,
    region: Option<Region>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Aliased {
    sub_domain: String,
    region: Alias,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct AliasedTwice {
    sub_domain: String,
    region: AliasOfAlias,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Made {
    sub_domain: String,
    region: made!(),
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Borrowed<'a> {
    sub_domain: String,
    region: &'a Option<Region>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Boxed {
    sub_domain: String,
    region: Box<Option<Region>>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Copied<'a> {
    sub_domain: String,
    region: Cow<'a, Option<Region>>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Shared {
    sub_domain: String,
    region: Arc<Option<Region>>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Reexported {
    sub_domain: String,
    region: another::Reexported,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Generic<T> {
    sub_domain: String,
    region: T,
}

const _: &[&str] = Generic::<Option<Region>>::PROPERTY_NAMES;

fn main() {}
