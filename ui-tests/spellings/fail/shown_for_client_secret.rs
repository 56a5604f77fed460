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
struct Plain {
    client_secret: String,
}

#[derive(AccountConnector)]
struct Aliased {
    client_secret: Alias,
}

#[derive(AccountConnector)]
struct AliasedTwice {
    client_secret: AliasOfAlias,
}

#[derive(AccountConnector)]
struct Made {
    client_secret: made!(),
}

#[derive(AccountConnector)]
struct Borrowed<'a> {
    client_secret: &'a String,
}

#[derive(AccountConnector)]
struct Boxed {
    client_secret: Box<String>,
}

#[derive(AccountConnector)]
struct Copied<'a> {
    client_secret: Cow<'a, String>,
}

#[derive(AccountConnector)]
struct Shared {
    client_secret: Arc<String>,
}

#[derive(AccountConnector)]
struct Reexported {
    client_secret: another::Reexported,
}

#[derive(AccountConnector)]
struct Generic<T> {
    client_secret: T,
}

const _: &[&str] = Generic::<String>::PROPERTY_NAMES;

fn main() {}
