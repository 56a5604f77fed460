use cyclr_oauth::{AccountConnector, OAuthTokens, PropertyValue};
use cyclr_oauth::connector::PropertyText;

use std::fmt::Display;

#[derive(AccountConnector)]
struct Acme<'a, 'cyclr, T, U: ?Sized, I, const N: usize = 3>
where
    T: Clone + Display,
    'a: 'cyclr,
{
    value: T,
    reference: &'a U,
    other: Option<&'cyclr str>,
    #[cyclr(with = list, not_secret)]
    list: [T; N],
    #[cyclr(skip)]
    skipped: Vec<T>,
    #[cyclr(flatten)]
    inner: I,
}

#[derive(AccountConnector)]
struct Inner<A> {
    #[cyclr(auth_value)]
    auth_value: A,
    region: Vec1<A>,
}

struct Vec1<A>(A);

impl<A> PropertyValue for Vec1<A> {
    fn property_text(&self) -> Option<PropertyText<'_>> {
        None
    }
}

fn list<T: Display, const N: usize>(list: &[T; N]) -> String {
    list.iter().map(ToString::to_string).collect()
}

fn main() {
    let inner = Inner { auth_value: OAuthTokens::new("t"), region: Vec1(OAuthTokens::new("t")) };
    let acme = Acme {
        value: 1,
        reference: "text",
        other: None,
        list: [1, 2, 3],
        skipped: Vec::new(),
        inner,
    };
    assert_eq!(acme.properties().iter().count(), 3);
}
