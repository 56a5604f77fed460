//! [`PropertyKind`]: what the compiler knows about a type's property values.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use crate::connector::names::Names;
use crate::values::Secret;

/// Declares whether a type's property values are secret, optional, or shown by `Debug`.
///
/// Implement it for your own type if its values are secret or optional, if a `with` function
/// returns it, or if a connector contains it that is flattened into one with a `schema`. The
/// library implements it for its own property values, and `#[derive(PropertyValue)]` for enums. The
/// derives use it to redact payloads and to check a type against a connector's definition.
///
/// ```
/// use cyclr_oauth::PropertyValue;
/// use cyclr_oauth::connector::{PropertyKind, PropertyText, ValueKind};
///
/// /// A password that is kept encrypted.
/// struct Sealed(Vec<u8>);
///
/// impl PropertyValue for Sealed {
///     fn property_text(&self) -> Option<PropertyText<'_>> {
///         Some(PropertyText::from(open(&self.0)).sensitive())
///     }
/// }
///
/// impl PropertyKind for Sealed {
///     const KIND: ValueKind = ValueKind::new().secret();
/// }
/// # fn open(sealed: &[u8]) -> String { String::from_utf8_lossy(sealed).into_owned() }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be checked against the connector's definition",
    label = "doesn't implement `PropertyKind`",
    note = "put `#[derive(PropertyValue)]` on an enum of unit variants; for another type, write `impl PropertyKind`"
)]
pub trait PropertyKind {
    /// The kind of every value of the type.
    const KIND: ValueKind;
}

/// What all values of a type have in common; see [`PropertyKind`] for an example.
#[derive(Clone, Copy, Debug)]
pub struct ValueKind {
    pub(super) secret: bool,
    pub(super) optional: bool,
    pub(super) shown: bool,
    pub(super) texts: Texts,
}

/// The texts that the values can have.
#[derive(Clone, Copy, Debug)]
pub(super) enum Texts {
    Any,
    Integers,
    Characters,
    /// Only these, sorted.
    Known(Names),
}

impl ValueKind {
    /// Any text: always present, not secret, and assumed not to be shown by `Debug`.
    #[must_use]
    pub const fn new() -> Self {
        Self { secret: false, optional: false, shown: false, texts: Texts::Any }
    }

    /// Marks the values as secret, and with them what a `with` function makes of them.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// Marks the values as optional: one may leave the property out.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Marks the values as shown by `Debug`, so that the type can't hold a secret.
    #[must_use]
    pub const fn shown(mut self) -> Self {
        self.shown = true;
        self
    }

    /// Values that a derive hides, for `#[cyclr(secret)]`.
    #[doc(hidden)]
    #[must_use]
    pub const fn hidden(mut self) -> Self {
        self.shown = false;
        self
    }

    /// Values that have one of these texts, which are sorted.
    #[doc(hidden)]
    #[must_use]
    pub const fn known(texts: Names) -> Self {
        Self { texts: Texts::Known(texts), ..Self::new() }
    }
}

impl Default for ValueKind {
    fn default() -> Self {
        Self::new()
    }
}

macro_rules! kinds {
    ($($Type:ty: $kind:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl PropertyKind for $Type {
            const KIND: ValueKind = $kind;
        }
    )*};
}

kinds! {
    str: ValueKind::new().shown();
    String: ValueKind::new().shown();
    url::Url: ValueKind::new().shown();
    Secret: ValueKind::new().secret();
    bool: ValueKind::known(&["false", "true"]);
    char: ValueKind { texts: Texts::Characters, ..ValueKind::new().shown() };
}

macro_rules! integers {
    ($($Integer:ty),*) => {
        kinds! { $($Integer: ValueKind { texts: Texts::Integers, ..ValueKind::new().shown() };)* }
    };
}

integers!(i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize);

#[diagnostic::do_not_recommend]
impl<T: PropertyKind> PropertyKind for Option<T> {
    const KIND: ValueKind = T::KIND.optional();
}

#[diagnostic::do_not_recommend]
impl<T: PropertyKind + ToOwned + ?Sized> PropertyKind for Cow<'_, T> {
    const KIND: ValueKind = T::KIND;
}

macro_rules! through_a_pointer {
    ($($Pointer:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: PropertyKind + ?Sized> PropertyKind for $Pointer {
            const KIND: ValueKind = T::KIND;
        }
    )*};
}

through_a_pointer!(&T, &mut T, Arc<T>, Box<T>, Rc<T>);
