use std::borrow::Cow;
use std::sync::Arc;

use cyclr_oauth::AccountConnector;

type Alias = u8;
type AliasOfAlias = Alias;

macro_rules! made {
    () => {
        u8
    };
}

mod another {
    pub(super) use super::Alias as Reexported;
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Plain {
    sub_domain: String,
    region: u8,
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
    region: &'a u8,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Boxed {
    sub_domain: String,
    region: Box<u8>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Copied<'a> {
    sub_domain: String,
    region: Cow<'a, u8>,
}

#[derive(AccountConnector)]
#[cyclr(schema = "connectors/acme.json")]
struct Shared {
    sub_domain: String,
    region: Arc<u8>,
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

const _: &[&str] = Generic::<u8>::PROPERTY_NAMES;

fn main() {}
