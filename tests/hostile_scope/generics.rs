//! Parameters of every kind.

use std::borrow::Cow;
use std::fmt::Display;

use cyclr_oauth::{AccountConnector, AuthValue, OAuthTokens, PropertyValue, Secret, UtcTimestamp};

#[derive(AccountConnector)]
struct Everything<'a, 'b: 'a, T, U: ?Sized, V = u8, const N: usize = 2>
where
    T: Display + Clone,
    V: Default,
    [u8; N]: Default,
{
    value: T,
    reference: &'a U,
    nested: Option<Box<V>>,
    text: Cow<'b, str>,
    #[cyclr(with = joined, not_secret)]
    list: [T; N],
    #[cyclr(skip)]
    _skipped: Vec<V>,
}

#[derive(AccountConnector)]
struct Parts<A, R, E, I> {
    #[cyclr(access_token)]
    access: A,
    #[cyclr(refresh_token)]
    refresh: Option<R>,
    #[cyclr(expires)]
    expires: E,
    #[cyclr(flatten)]
    inner: I,
}

#[derive(AccountConnector)]
struct Whole<A> {
    #[cyclr(auth_value)]
    auth: A,
}

#[derive(AccountConnector)]
struct Flat<'a, I: AccountConnector, const N: usize> {
    before: u8,
    #[cyclr(flatten)]
    inner: &'a I,
    after: u8,
    #[cyclr(skip)]
    _skipped: [u8; N],
}

trait Vendor {
    type Key;
}

struct Acme;

impl Vendor for Acme {
    type Key = String;
}

#[derive(AccountConnector)]
struct Projected<V: Vendor> {
    key: V::Key,
    #[cyclr(rename = "Other")]
    other: <V as Vendor>::Key,
}

/// The type may speak of itself.
#[derive(AccountConnector)]
struct Chain {
    #[cyclr(with = Self::depth)]
    next: Option<Box<Self>>,
}

impl Chain {
    fn depth(next: &Option<Box<Self>>) -> usize {
        next.as_ref().map_or(0, |chain| 1 + Self::depth(&chain.next))
    }
}

#[derive(AccountConnector)]
struct Unsized<T: ?Sized> {
    sized: u8,
    value: T,
}

fn joined<T: Display, const N: usize>(list: &[T; N]) -> String {
    list.each_ref().map(ToString::to_string).join(",")
}

fn json(connector: &impl AccountConnector) -> String {
    connector.payload().to_json().expose_secret().to_owned()
}

#[test]
fn everything() {
    let everything = Everything::<'_, '_, _, str> {
        value: 1,
        reference: "text",
        nested: Some(Box::new(3_u8)),
        text: Cow::Borrowed("cow"),
        list: [1, 2],
        _skipped: Vec::new(),
    };
    assert_eq!(
        json(&everything),
        r#"{"Properties":[{"Name":"Value","Value":"1"},{"Name":"Reference","Value":"text"},{"Name":"Nested","Value":"3"},{"Name":"Text","Value":"cow"},{"Name":"List","Value":"1,2"}]}"#
    );
}

#[test]
fn auth_values() {
    let parts = Parts {
        access: "a",
        refresh: Some(Secret::from("r")),
        expires: None::<UtcTimestamp>,
        inner: Projected::<Acme> { key: "k".to_owned(), other: "o".to_owned() },
    };
    assert!(
        json(&parts)
            .starts_with(r#"{"AuthValue":"{\"AccessToken\":\"a\",\"RefreshToken\":\"r\"}""#)
    );
    assert_eq!(json(&Whole { auth: AuthValue::empty() }), r#"{"AuthValue":"{}"}"#);
    assert_eq!(json(&Whole { auth: None::<&OAuthTokens> }), "{}");
}

#[test]
fn flattened() {
    type Shallow<'a> = Flat<'a, Projected<Acme>, 1>;

    assert_eq!(Shallow::PROPERTY_NAMES, ["Before", "Key", "Other", "After"]);
    let inner = Projected::<Acme> { key: String::new(), other: String::new() };
    let shallow = Flat { before: 1, inner: &inner, after: 2, _skipped: [0] };
    let names: Vec<_> = shallow.properties().iter().map(|(name, _)| name).collect();
    assert_eq!(names, Shallow::PROPERTY_NAMES);
}

#[test]
fn itself() {
    let chain = Chain { next: Some(Box::new(Chain { next: None })) };
    assert_eq!(json(&chain), r#"{"Properties":[{"Name":"Next","Value":"1"}]}"#);
}

/// A bound by the trait reaches what is within.
#[test]
fn by_reference() {
    fn names<C: AccountConnector>(_: C) -> usize {
        C::PROPERTY_NAMES.len()
    }

    assert_eq!(names(&Whole { auth: AuthValue::empty() }), 0);
    assert_eq!("x".property_text().map(|text| text.as_str().len()), Some(1));
}

#[test]
fn without_a_known_size() {
    let connector: &Unsized<dyn PropertyValue> = &Unsized { sized: 1, value: 'v' };
    assert!(connector.properties().iter().eq([("Sized", "1"), ("Value", "v")]));
}

#[derive(AccountConnector)]
enum Ways<'a, I, T: ?Sized, const N: usize = 1>
where
    I: Clone + Display,
{
    Own {
        #[cyclr(with = joined, not_secret)]
        list: [I; N],
        value: &'a T,
    },
    Held(Held<I>),
    Borrowed(&'a Whole<AuthValue>),
}

#[derive(AccountConnector)]
struct Held<I> {
    value: I,
}

#[test]
fn ways() {
    let whole = Whole { auth: AuthValue::empty() };
    let ways: [Ways<'_, u8, str>; 3] = [
        Ways::Own { list: [1], value: "v" },
        Ways::Held(Held { value: 2 }),
        Ways::Borrowed(&whole),
    ];
    assert_eq!(Ways::<'_, u8, str>::PROPERTY_NAMES, ["List", "Value"]);
    let texts = ways.each_ref().map(json);
    assert_eq!(
        texts[0],
        r#"{"Properties":[{"Name":"List","Value":"1"},{"Name":"Value","Value":"v"}]}"#
    );
    assert_eq!(texts[1], r#"{"Properties":[{"Name":"Value","Value":"2"}]}"#);
    assert_eq!(texts[2], r#"{"AuthValue":"{}"}"#);
}
