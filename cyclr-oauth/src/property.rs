//! One property: its name, and what may be its value.

use std::borrow::Cow;
use std::fmt::{self, Write};
use std::rc::Rc;
use std::sync::Arc;

use crate::Secret;

/// A type whose values can be the value of an account connector property.
///
/// Every value is text on the wire, numbers and booleans too (documented), so each implementation
/// says what its text is. `None` leaves the property out; an empty text is sent.
///
/// It stands on text, `bool`, integers, `char`, [`url::Url`] and [`Secret`], on references to them
/// and on `Option` of them. `#[derive(PropertyValue)]` puts it on an enum of unit variants.
/// [`Secret`]s, and URLs with a password, are left out of redacted payloads.
///
/// It does not stand on floats: `1`, `1.0` and `1e0` are one number and three texts, and which of
/// them the connector takes is for the partner to say. Hold the text in a `String`, or name a
/// function with `#[cyclr(with = …)]`.
///
/// ```
/// use cyclr_oauth::{PropertyText, PropertyValue};
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
    note = "an `AuthValue` or `OAuthTokens` stands in a field with `#[cyclr(auth_value)]`"
)]
pub trait PropertyValue {
    /// The text that is sent, or `None` to leave the property out.
    ///
    /// Asked twice in a row, a value has to give the same text: a payload's size is computed before
    /// it is written.
    fn property_text(&self) -> Option<PropertyText<'_>>;
}

/// The text of an enum's variant, for derived code.
#[must_use]
pub fn literal(text: &'static str) -> Option<PropertyText<'static>> {
    Some(PropertyText::from(text))
}

/// The text of a property value: borrowed where there is one, made where there is none.
///
/// # Security
///
/// A text that was handed over as a `String` is wiped on drop, and `Debug` is redacted.
pub struct PropertyText<'a> {
    text: Text<'a>,
    sensitive: bool,
}

enum Text<'a> {
    Borrowed(&'a str),
    Short(Short),
    Owned(Secret),
}

impl<'a> PropertyText<'a> {
    /// Keeps the text out of [`redacted`](crate::Payload::redacted) payloads.
    ///
    /// ```
    /// # use cyclr_oauth::{PropertyText, PropertyValue};
    /// struct Pin(String);
    ///
    /// impl PropertyValue for Pin {
    ///     fn property_text(&self) -> Option<PropertyText<'_>> {
    ///         Some(PropertyText::from(self.0.as_str()).sensitive())
    ///     }
    /// }
    /// ```
    #[must_use]
    pub fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// The text itself.
    #[inline]
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.text {
            Text::Borrowed(text) => text,
            Text::Short(text) => text.as_str(),
            Text::Owned(text) => text.expose_secret(),
        }
    }

    pub(crate) fn is_sensitive(&self) -> bool {
        self.sensitive
    }

    /// What it borrowed and whether that is sensitive, if it did borrow.
    #[inline]
    pub(crate) fn as_borrowed(&self) -> Option<(&'a str, bool)> {
        match self.text {
            Text::Borrowed(text) => Some((text, self.sensitive)),
            Text::Short(_) | Text::Owned(_) => None,
        }
    }

    /// Without what it borrowed.
    pub(crate) fn into_owned<'b>(self) -> PropertyText<'b> {
        let text = match self.text {
            Text::Borrowed(text) => Text::Owned(Secret::from(text)),
            Text::Short(text) => Text::Short(text),
            Text::Owned(text) => Text::Owned(text),
        };
        PropertyText { text, sensitive: self.sensitive }
    }

    fn short(value: impl fmt::Display) -> Self {
        let mut text = Short { bytes: [0; Short::LONGEST], length: 0 };
        // Can't fail: what is written here is an integer or a character.
        let _ = write!(text, "{value}");
        Self { text: Text::Short(text), sensitive: false }
    }
}

impl<'a> From<&'a str> for PropertyText<'a> {
    #[inline]
    fn from(text: &'a str) -> Self {
        Self { text: Text::Borrowed(text), sensitive: false }
    }
}

impl From<String> for PropertyText<'_> {
    fn from(text: String) -> Self {
        Self { text: Text::Owned(Secret::from(text)), sensitive: false }
    }
}

impl fmt::Debug for PropertyText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text: _, sensitive } = self;
        f.debug_struct("PropertyText")
            .field("text", &"[redacted]")
            .field("sensitive", sensitive)
            .finish()
    }
}

/// Text that fits on the stack: every integer and every character.
struct Short {
    bytes: [u8; Self::LONGEST],
    length: usize,
}

impl Short {
    /// `-170141183460469231731687303715884105728`
    const LONGEST: usize = 40;

    // Not inlined, or every borrowed text would pay for it.
    #[inline(never)]
    fn as_str(&self) -> &str {
        self.bytes.get(..self.length).and_then(|text| str::from_utf8(text).ok()).unwrap_or_default()
    }
}

impl Write for Short {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length + text.len();
        let free = self.bytes.get_mut(self.length..end).ok_or(fmt::Error)?;
        free.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
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
