use std::borrow::Cow;
use std::sync::Arc;

use cyclr_oauth::{AccountConnector, PropertyValue};

type Alias = Region;
type AliasOfAlias = Alias;

macro_rules! made {
    () => {
        Region
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
    Asia,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Plain {
    sub_domain: String,
    region: Region,
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
    region: &'a Region,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Boxed {
    sub_domain: String,
    region: Box<Region>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Copied<'a> {
    sub_domain: String,
    region: Cow<'a, Region>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Shared {
    sub_domain: String,
    region: Arc<Region>,
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

const _: &[&str] = Generic::<Region>::PROPERTY_NAMES;

fn main() {}
