//! A type's meaning decides, however it is spelled.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use cyclr_oauth::{AccountConnector, Secret};
use secrecy::{ExposeSecret, SecretString};

type Alias = Secret;
type AliasOfAlias = Alias;

macro_rules! made {
    () => {
        Secret
    };
}

mod another {
    pub(super) use cyclr_oauth::Secret as Password;
}

/// Exposes the secret in any type.
trait Reveal {
    fn reveal(&self) -> String {
        "HIDDEN".to_owned()
    }
}

impl<T: ?Sized> Reveal for T {}

#[derive(AccountConnector)]
struct Passwords<'a> {
    #[cyclr(with = Reveal::reveal)]
    plain: Secret,
    #[cyclr(with = Reveal::reveal)]
    aliased: Alias,
    #[cyclr(with = Reveal::reveal)]
    aliased_twice: AliasOfAlias,
    #[cyclr(with = Reveal::reveal)]
    made: made!(),
    #[cyclr(with = Reveal::reveal)]
    reexported: another::Password,
    #[cyclr(with = Reveal::reveal)]
    borrowed: &'a Secret,
    #[cyclr(with = Reveal::reveal)]
    boxed: Box<Alias>,
    #[cyclr(with = Reveal::reveal)]
    copied: Cow<'a, Secret>,
    #[cyclr(with = Reveal::reveal)]
    shared: Arc<Option<Alias>>,
    #[cyclr(with = Reveal::reveal)]
    counted: Option<Rc<Alias>>,
    #[cyclr(with = Reveal::reveal)]
    foreign: SecretString,
    #[cyclr(with = Reveal::reveal)]
    optional_foreign: Option<SecretString>,
    #[cyclr(with = last_four, not_secret)]
    shown_on_purpose: Alias,
}

fn last_four(secret: &Secret) -> String {
    secret.expose_secret().chars().skip(2).collect()
}

#[test]
fn a_function_of_a_secret_makes_a_secret() {
    let secret = Secret::from("HIDDEN");
    let passwords = Passwords {
        plain: secret.clone(),
        aliased: secret.clone(),
        aliased_twice: secret.clone(),
        made: secret.clone(),
        reexported: secret.clone(),
        borrowed: &secret,
        boxed: Box::new(secret.clone()),
        copied: Cow::Borrowed(&secret),
        shared: Arc::new(Some(secret.clone())),
        counted: Some(Rc::new(secret.clone())),
        foreign: SecretString::from("HIDDEN"),
        optional_foreign: Some(SecretString::from("HIDDEN")),
        shown_on_purpose: secret.clone(),
    };
    assert_eq!(passwords.foreign.expose_secret(), "HIDDEN");
    let redacted = passwords.payload().redacted().to_string();
    assert!(!redacted.contains("HIDDEN"), "{redacted}");
    assert!(redacted.contains(r#"{"Name":"ShownOnPurpose","Value":"DDEN"}"#), "{redacted}");
    assert_eq!(redacted.matches("[redacted]").count(), 12, "{redacted}");
}

#[derive(AccountConnector)]
struct Anything<T> {
    #[cyclr(with = Reveal::reveal, secret)]
    hidden: T,
    #[cyclr(with = Reveal::reveal, not_secret)]
    shown: Vec<T>,
}

#[test]
fn where_the_type_can_be_anything_the_field_says_it() {
    let anything = Anything { hidden: Secret::from("x"), shown: vec![Secret::from("x")] };
    assert_eq!(
        anything.payload().redacted().to_string(),
        r#"{"Properties":[{"Name":"Hidden","Value":"[redacted]"},{"Name":"Shown","Value":"HIDDEN"}]}"#
    );
}
