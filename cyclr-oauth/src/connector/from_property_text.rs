//! [`FromPropertyText`]: reads a property's text.

use std::fmt;
use std::sync::Arc;

use crate::values::Secret;

/// A type that can be read from a property's text: the reverse of
/// [`PropertyValue`](crate::PropertyValue).
///
/// It is implemented for `String`, [`Secret`], `bool` (`true`, `false`, `True`, `False`), integers,
/// `char`, [`url::Url`], and `Option` of them. `#[derive(PropertyValue)]` implements it for an
/// enum. For other types, implement it, or name a function with `#[cyclr(parse_with = …)]`.
///
/// ```
/// use cyclr_oauth::connector::{FromPropertyText, InvalidPropertyText};
///
/// /// A shop's host, of which people know the first label only.
/// struct Shop(String);
///
/// impl FromPropertyText for Shop {
///     fn from_property_text(text: &str) -> Result<Self, InvalidPropertyText> {
///         let shop = text.strip_suffix(".myshopify.com");
///         shop.map(|shop| Shop(shop.to_owned())).ok_or(InvalidPropertyText::new("a host of Shopify's"))
///     }
/// }
///
/// assert_eq!(Shop::from_property_text("acme.myshopify.com").unwrap().0, "acme");
/// let error = u8::from_property_text("256").unwrap_err();
/// assert_eq!(error.to_string(), "not an integer that fits a `u8`");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be read from the text of a property",
    label = "can't be read from text",
    note = "use an owned type: `String` instead of `&str`, or a `Secret`, `bool`, integer, `char`, `Url`, or an `Option` of one",
    note = "put `#[derive(PropertyValue)]` on an enum of unit variants; for any other type, write `#[cyclr(parse_with = path)]` with a function from `&str` to a `Result`"
)]
pub trait FromPropertyText: Sized {
    /// Parses the text.
    ///
    /// # Errors
    ///
    /// [`InvalidPropertyText`] if the text isn't valid for this type.
    fn from_property_text(text: &str) -> Result<Self, InvalidPropertyText>;

    /// The value for a missing property, if the type has one.
    #[doc(hidden)]
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }
}

/// The error for a property with unexpected text.
///
/// It doesn't repeat the text, which may be a secret.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct InvalidPropertyText {
    expected: &'static str,
}

impl InvalidPropertyText {
    /// Makes an error from a description of the expected text, which follows the word "not".
    #[must_use]
    pub const fn new(expected: &'static str) -> Self {
        Self { expected }
    }

    #[cfg(feature = "api")]
    pub(crate) const fn expected(self) -> &'static str {
        self.expected
    }
}

impl fmt::Display for InvalidPropertyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not {}", self.expected)
    }
}

impl std::error::Error for InvalidPropertyText {}

#[diagnostic::do_not_recommend]
impl FromPropertyText for String {
    fn from_property_text(text: &str) -> Result<Self, InvalidPropertyText> {
        Ok(text.to_owned())
    }
}

#[diagnostic::do_not_recommend]
impl FromPropertyText for Secret {
    fn from_property_text(text: &str) -> Result<Self, InvalidPropertyText> {
        Ok(Self::from(text))
    }
}

#[diagnostic::do_not_recommend]
impl FromPropertyText for bool {
    fn from_property_text(text: &str) -> Result<Self, InvalidPropertyText> {
        match text {
            "true" | "True" => Ok(true),
            "false" | "False" => Ok(false),
            _ => Err(InvalidPropertyText::new("`true` or `false`")),
        }
    }
}

#[diagnostic::do_not_recommend]
impl FromPropertyText for url::Url {
    fn from_property_text(text: &str) -> Result<Self, InvalidPropertyText> {
        Self::parse(text).map_err(|_| InvalidPropertyText::new("an absolute URL"))
    }
}

#[diagnostic::do_not_recommend]
impl<T: FromPropertyText> FromPropertyText for Option<T> {
    fn from_property_text(text: &str) -> Result<Self, InvalidPropertyText> {
        T::from_property_text(text).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

macro_rules! of_text {
    ($($Text:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl FromPropertyText for $Text {
            fn from_property_text(text: &str) -> Result<Self, InvalidPropertyText> {
                Ok(Self::from(text))
            }
        }
    )*};
}

of_text!(Arc<str>, Box<str>);

macro_rules! by_parsing {
    ($($Type:ident: $expected:literal,)*) => {$(
        #[diagnostic::do_not_recommend]
        impl FromPropertyText for $Type {
            fn from_property_text(text: &str) -> Result<Self, InvalidPropertyText> {
                text.parse().map_err(|_| InvalidPropertyText::new($expected))
            }
        }
    )*};
}

by_parsing!(
    char: "one character",
    i8: "an integer that fits an `i8`",
    i16: "an integer that fits an `i16`",
    i32: "an integer that fits an `i32`",
    i64: "an integer that fits an `i64`",
    i128: "an integer that fits an `i128`",
    isize: "an integer that fits an `isize`",
    u8: "an integer that fits a `u8`",
    u16: "an integer that fits a `u16`",
    u32: "an integer that fits a `u32`",
    u64: "an integer that fits a `u64`",
    u128: "an integer that fits a `u128`",
    usize: "an integer that fits a `usize`",
);
