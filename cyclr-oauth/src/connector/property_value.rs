//! One property: its name, and the types that its value can have.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use crate::connector::property_text::PropertyText;
use crate::values::Secret;

/// A type whose values can be property values of an account connector.
///
/// Cyclr takes every value as text, also numbers and booleans
/// ([documented](crate::guide::how_cyclr_behaves)), so each implementation defines the text. `None`
/// leaves the property out; empty text is sent.
///
/// It is implemented for text, `bool`, integers, `char`, [`url::Url`] and [`Secret`], and for
/// references to and `Option`s of them. `#[derive(PropertyValue)]` implements it for an enum of
/// unit variants. Redacted payloads leave out [`Secret`]s and URLs with a password.
///
/// It is not implemented for floats: `1`, `1.0` and `1e0` are one number but three texts, and only
/// the partner knows which one the connector takes. Hold the text in a `String`, or name a function
/// with `#[cyclr(with = …)]`.
///
/// ```
/// use cyclr_oauth::PropertyValue;
/// use cyclr_oauth::connector::PropertyText;
///
/// /// A shop's host, of which people know the first label only.
/// struct Shop(String);
///
/// impl PropertyValue for Shop {
///     fn property_text(&self) -> Option<PropertyText<'_>> {
///         Some(PropertyText::from(format!("{}.myshopify.com", self.0)))
///     }
/// }
///
/// let shop = Shop("acme".to_owned());
/// let text = shop.property_text().unwrap();
/// assert_eq!(text.as_str(), "acme.myshopify.com");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be the value of a property",
    label = "not a property value",
    note = "a property value is text, a `bool`, an integer, a `char`, a `Url`, a `Secret`, or an `Option` of one",
    note = "put `#[derive(PropertyValue)]` on an enum of unit variants; for any other type, floats among them, write `#[cyclr(with = path)]` with a function that makes the text",
    note = "put an `AuthValue` or `OAuthTokens` in a field with `#[cyclr(auth_value)]`"
)]
pub trait PropertyValue {
    /// The text to send, or `None` to leave the property out. A payload calls this once per value.
    fn property_text(&self) -> Option<PropertyText<'_>>;
}

/// The text of an enum's variant, for derived code.
#[must_use]
pub fn literal(text: &'static str) -> Option<PropertyText<'static>> {
    Some(PropertyText::from(text))
}

#[diagnostic::do_not_recommend]
impl PropertyValue for str {
    #[inline]
    fn property_text(&self) -> Option<PropertyText<'_>> {
        Some(PropertyText::from(self))
    }
}

#[diagnostic::do_not_recommend]
impl PropertyValue for bool {
    fn property_text(&self) -> Option<PropertyText<'_>> {
        Some(PropertyText::from(if *self { "true" } else { "false" }))
    }
}

#[diagnostic::do_not_recommend]
impl PropertyValue for Secret {
    #[inline]
    fn property_text(&self) -> Option<PropertyText<'_>> {
        Some(PropertyText::from(self.expose_secret()).sensitive())
    }
}

#[diagnostic::do_not_recommend]
impl PropertyValue for url::Url {
    fn property_text(&self) -> Option<PropertyText<'_>> {
        let text = PropertyText::from(self.as_str());
        Some(if self.password().is_some() { text.sensitive() } else { text })
    }
}

#[diagnostic::do_not_recommend]
impl PropertyValue for String {
    #[inline]
    fn property_text(&self) -> Option<PropertyText<'_>> {
        self.as_str().property_text()
    }
}

#[diagnostic::do_not_recommend]
impl<T: PropertyValue> PropertyValue for Option<T> {
    #[inline]
    fn property_text(&self) -> Option<PropertyText<'_>> {
        self.as_ref()?.property_text()
    }
}

#[diagnostic::do_not_recommend]
impl<T: PropertyValue + ToOwned + ?Sized> PropertyValue for Cow<'_, T> {
    fn property_text(&self) -> Option<PropertyText<'_>> {
        self.as_ref().property_text()
    }
}

macro_rules! through_a_pointer {
    ($($Pointer:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: PropertyValue + ?Sized> PropertyValue for $Pointer {
            #[inline]
            fn property_text(&self) -> Option<PropertyText<'_>> {
                T::property_text(self)
            }
        }
    )*};
}

through_a_pointer!(&T, &mut T, Arc<T>, Box<T>, Rc<T>);

macro_rules! through_display {
    ($($Short:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl PropertyValue for $Short {
            fn property_text(&self) -> Option<PropertyText<'_>> {
                Some(PropertyText::short(self))
            }
        }
    )*};
}

through_display!(char, i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize);
