//! Type parameters of every kind.

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

/// The type may refer to itself.
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

/// A bound by the trait gives access to the connector inside.
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

/// Types that differ only in their lifetimes.
mod lifetimes {
    use std::borrow::Cow;
    use std::fmt::Display;
    use std::marker::PhantomData;

    use cyclr_oauth::connector::PropertyText;
    use cyclr_oauth::{AccountConnector, OAuthTokens, PropertyValue};

    use super::{Acme, Projected, Vendor, json};

    #[derive(AccountConnector)]
    struct References<'a, 'b, 'cyclr1, T: ?Sized> {
        a: &'a T,
        b: &'b T,
        c: Option<&'a T>,
        d: Option<&'cyclr1 T>,
        e: &'static str,
        f: &'a &'b T,
        g: &'b &'b T,
    }

    #[derive(AccountConnector)]
    struct Cows<'a, T: ToOwned + ?Sized + 'static> {
        a: Cow<'a, T>,
        b: Cow<'static, T>,
        c: &'a Cow<'a, T>,
    }

    #[derive(AccountConnector)]
    struct ForAny<'a, 'b, T>
    where
        for<'x> &'x T: PropertyValue,
        for<'x> Shown<'x, T>: PropertyValue,
        T: Display,
    {
        a: &'a T,
        b: &'b T,
        c: Shown<'a, T>,
    }

    /// The user's bound under another name.
    #[derive(AccountConnector)]
    struct Renamed<'a, T>
    where
        for<'x> &'x T: super::Value,
    {
        a: &'a T,
    }

    /// A property if the type inside can be printed.
    struct Shown<'a, T>(&'a T);

    impl<T: Display> PropertyValue for Shown<'_, T> {
        fn property_text(&self) -> Option<PropertyText<'_>> {
            Some(PropertyText::from(self.0.to_string()))
        }
    }

    /// A property, whatever type is inside.
    struct Ignored<T>(PhantomData<T>);

    impl<T> PropertyValue for Ignored<T> {
        fn property_text(&self) -> Option<PropertyText<'_>> {
            Some(PropertyText::from("ignored"))
        }
    }

    /// Neither needs the type inside to be a property.
    #[derive(AccountConnector)]
    struct Wrappers<'a, 'b, T, U> {
        a: Shown<'a, T>,
        b: Shown<'b, T>,
        c: Option<Shown<'static, u8>>,
        d: Ignored<U>,
        e: &'a Ignored<U>,
        f: Box<Ignored<U>>,
    }

    #[derive(AccountConnector)]
    struct Projections<'a, 'b, V: Vendor> {
        a: &'a V::Key,
        b: &'b <V as Vendor>::Key,
        #[cyclr(flatten)]
        inner: &'a Projected<V>,
    }

    trait Lends {
        type Lent<'a>;
    }

    impl Lends for Acme {
        type Lent<'a> = &'a str;
    }

    #[derive(AccountConnector)]
    struct Lent<'a, 'b, L: Lends> {
        a: L::Lent<'a>,
        b: L::Lent<'b>,
    }

    #[derive(AccountConnector)]
    enum Ways<'a, 'b, T, I> {
        One {
            a: &'a T,
        },
        Other {
            b: &'b T,
        },
        Held(&'a I),
        Also(&'b I),
        Pair {
            #[cyclr(access_token)]
            access: &'a T,
            #[cyclr(refresh_token)]
            refresh: &'b T,
        },
    }

    #[test]
    fn are_sent() {
        let (one, two) = (String::from("1"), String::from("2"));
        let a = one.as_str();
        {
            let b = two.as_str();
            let references = References { a, b, c: Some(a), d: Some(b), e: "e", f: &a, g: &b };
            let properties = references.properties();
            let texts: Vec<_> = properties.iter().map(|(_, text)| text).collect();
            assert_eq!(texts, ["1", "2", "1", "2", "e", "1", "2"]);
        }
        let cow = Cow::Borrowed(a);
        let cows = Cows { a: Cow::Borrowed(a), b: Cow::Borrowed("b"), c: &cow };
        assert!(cows.properties().iter().eq([("A", "1"), ("B", "b"), ("C", "1")]));
        let any = ForAny { a: &one, b: &two, c: Shown(&one) };
        assert!(any.properties().iter().eq([("A", "1"), ("B", "2"), ("C", "1")]));
        assert!(Renamed { a: &one }.properties().iter().eq([("A", "1")]));
    }

    /// Neither a float nor tokens are properties.
    #[test]
    fn wrappers_have_conditions_of_their_own() {
        let ignored = || Ignored::<OAuthTokens>(PhantomData);
        let (d, e, f) = (ignored(), &ignored(), Box::new(ignored()));
        let wrappers = Wrappers { a: Shown(&1.5), b: Shown(&2.5), c: Some(Shown(&3)), d, e, f };
        let properties = wrappers.properties();
        let texts: Vec<_> = properties.iter().map(|(_, text)| text).collect();
        assert_eq!(texts, ["1.5", "2.5", "3", "ignored", "ignored", "ignored"]);
    }

    #[test]
    fn associated_types() {
        let (key, inner) =
            (String::from("k"), Projected::<Acme> { key: "i".to_owned(), other: "o".to_owned() });
        let projections = Projections::<Acme> { a: &key, b: &inner.key, inner: &inner };
        assert!(projections.properties().iter().eq([
            ("A", "k"),
            ("B", "i"),
            ("Key", "i"),
            ("Other", "o")
        ]));
        let lent = Lent::<Acme> { a: &key, b: "b" };
        assert!(lent.properties().iter().eq([("A", "k"), ("B", "b")]));
    }

    #[test]
    fn variants() {
        let text = String::from("t");
        let inner: Ways<'_, '_, &str, ()> = Ways::One { a: &"i" };
        let ways: [Ways<'_, '_, String, Ways<'_, '_, &str, ()>>; 5] = [
            Ways::One { a: &text },
            Ways::Other { b: &text },
            Ways::Held(&inner),
            Ways::Also(&inner),
            Ways::Pair { access: &text, refresh: &text },
        ];
        let names: String = ways
            .iter()
            .flat_map(|way| way.properties().iter().map(|(name, _)| name).collect::<Vec<_>>())
            .collect();
        assert_eq!(names, "ABAA");
        assert!(json(&ways[4]).contains("RefreshToken"));
    }
}

use cyclr_oauth::PropertyValue as Value;
