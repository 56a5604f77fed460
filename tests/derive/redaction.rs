//! `redacted` hides what an attribute marks as secret.

use std::collections::BTreeMap;
use std::sync::Arc;

use cyclr_oauth::connector::PropertyText;
use cyclr_oauth::{AccountConnector, OAuthTokens, PropertyValue, Secret};

#[derive(AccountConnector)]
struct Acme {
    client_id: &'static str,
    client_secret: Sealed,
    subdomain: &'static str,
    #[cyclr(secret)]
    password: &'static str,
    #[cyclr(with = text, secret)]
    pin: u16,
    #[cyclr(with = hidden)]
    wrapped: &'static str,
    key: Option<Secret>,
    #[cyclr(auth_value)]
    tokens: OAuthTokens,
}

/// Known to be secret only by its property's name.
struct Sealed;

impl PropertyValue for Sealed {
    fn property_text(&self) -> Option<PropertyText<'_>> {
        Some(PropertyText::from("HIDDEN"))
    }
}

fn text(pin: &u16) -> String {
    pin.to_string()
}

fn hidden(text: &&'static str) -> Secret {
    Secret::from(*text)
}

#[test]
fn redacted() {
    let acme = Acme {
        client_id: "visible id",
        client_secret: Sealed,
        subdomain: "visible",
        password: "HIDDEN",
        pin: 1234,
        wrapped: "HIDDEN",
        key: Some(Secret::from("HIDDEN")),
        tokens: OAuthTokens::new("HIDDEN"),
    };
    let redacted = serde_json::to_string(&acme.payload().redacted()).unwrap();
    insta::assert_snapshot!(
        redacted,
        @r#"{"AuthValue":"[redacted]","Properties":[{"Name":"ClientId","Value":"visible id"},{"Name":"ClientSecret","Value":"[redacted]"},{"Name":"Subdomain","Value":"visible"},{"Name":"Password","Value":"[redacted]"},{"Name":"Pin","Value":"[redacted]"},{"Name":"Wrapped","Value":"[redacted]"},{"Name":"Key","Value":"[redacted]"}]}"#
    );
    let debug = format!("{:?}", acme.payload());
    assert!(!debug.contains("HIDDEN") && !debug.contains("1234"), "{debug}");
}

#[derive(AccountConnector)]
struct Several {
    #[cyclr(with = second)]
    pair: (u8, Secret),
    #[cyclr(with = first)]
    list: Vec<Secret>,
    #[cyclr(with = first)]
    array: [Option<Secret>; 1],
    #[cyclr(with = names)]
    names: Vec<String>,
    #[cyclr(with = f64::to_string)]
    version: f64,
    #[cyclr(with = str::len)]
    length: String,
}

fn second(pair: &(u8, Secret)) -> &str {
    pair.1.expose_secret()
}

fn first<T: PropertyValue>(list: &[T]) -> Option<String> {
    Some(list.first()?.property_text()?.as_str().to_owned())
}

fn names(names: &[String]) -> String {
    names.join(",")
}

#[test]
fn a_function_of_several_secrets_makes_a_secret() {
    let several = Several {
        pair: (1, Secret::from("HIDDEN")),
        list: vec![Secret::from("HIDDEN")],
        array: [Some(Secret::from("HIDDEN"))],
        names: vec!["a".to_owned(), "b".to_owned()],
        version: 1.5,
        length: "four".to_owned(),
    };
    insta::assert_snapshot!(
        serde_json::to_string(&several.payload().redacted()).unwrap(),
        @r#"{"Properties":[{"Name":"Pair","Value":"[redacted]"},{"Name":"List","Value":"[redacted]"},{"Name":"Array","Value":"[redacted]"},{"Name":"Names","Value":"a,b"},{"Name":"Version","Value":"1.5"},{"Name":"Length","Value":"4"}]}"#
    );
}

#[derive(AccountConnector)]
struct Nested<'a, const SIZE: usize> {
    #[cyclr(with = any)]
    option: Option<Vec<Secret>>,
    #[cyclr(with = any)]
    slice: &'a [Secret],
    #[cyclr(with = any)]
    boxed: Box<[Secret]>,
    #[cyclr(with = any)]
    map: BTreeMap<String, (u8, Option<Secret>)>,
    #[cyclr(with = any)]
    tuple: (u8, u8, u8, u8, (Arc<(Secret,)>,)),
    #[cyclr(with = any)]
    shown: BTreeMap<String, (u8, Option<String>)>,
    // A constant, or a type?
    #[cyclr(with = any)]
    bytes: Vec<Bytes<LENGTH_2>>,
    #[cyclr(with = any, not_secret, rename = "Shown bytes")]
    shown_bytes: Vec<Bytes<LENGTH_2>>,
    #[cyclr(with = any)]
    argument: Bytes<SIZE>,
    #[cyclr(with = any)]
    iterator: Option<<Vec<Secret> as IntoIterator>::IntoIter>,
    #[cyclr(with = any)]
    pin: Option<PIN>,
    #[cyclr(with = any)]
    array: [Vec<(u8, Secret)>; 0],
    #[cyclr(with = any)]
    slices: &'a [Vec<(u8, Secret)>],
}

/// The type is one token for the derive.
macro_rules! holding {
    ($Type:ty) => {
        #[derive(AccountConnector)]
        struct Held {
            #[cyclr(with = any)]
            held: $Type,
        }
    };
}

holding!(Vec<(u8, (u8, Secret))>);

#[expect(clippy::upper_case_acronyms, reason = "as a constant")]
type PIN = Secret;

struct Bytes<const N: usize>;

const LENGTH_2: usize = 8;

fn any<T>(_: &T) -> &'static str {
    "its text"
}

#[test]
fn a_function_of_a_secret_at_any_depth_makes_a_secret() {
    let nested = Nested {
        option: None,
        slice: &[],
        boxed: Box::default(),
        map: BTreeMap::new(),
        tuple: (1, 2, 3, 4, (Arc::new((Secret::from("HIDDEN"),)),)),
        shown: BTreeMap::new(),
        bytes: vec![Bytes],
        shown_bytes: vec![Bytes],
        argument: Bytes::<2>,
        iterator: None,
        pin: None,
        array: [],
        slices: &[],
    };
    insta::assert_snapshot!(
        serde_json::to_string(&nested.payload().redacted()).unwrap(),
        @r#"{"Properties":[{"Name":"Option","Value":"[redacted]"},{"Name":"Slice","Value":"[redacted]"},{"Name":"Boxed","Value":"[redacted]"},{"Name":"Map","Value":"[redacted]"},{"Name":"Tuple","Value":"[redacted]"},{"Name":"Shown","Value":"its text"},{"Name":"Bytes","Value":"[redacted]"},{"Name":"Shown bytes","Value":"its text"},{"Name":"Argument","Value":"its text"},{"Name":"Iterator","Value":"[redacted]"},{"Name":"Pin","Value":"[redacted]"},{"Name":"Array","Value":"[redacted]"},{"Name":"Slices","Value":"[redacted]"}]}"#
    );
    insta::assert_snapshot!(
        Held { held: Vec::new() }.payload().redacted(),
        @r#"{"Properties":[{"Name":"Held","Value":"[redacted]"}]}"#
    );
}
