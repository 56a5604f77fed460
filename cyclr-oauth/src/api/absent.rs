//! The value of a `#[cyclr(parse_with = …)]` field whose property is missing.

use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

/// A type with a value for a missing property.
pub trait OrAbsent {
    /// The value.
    fn absent() -> Self;
}

impl<T> OrAbsent for Option<T> {
    fn absent() -> Self {
        None
    }
}

macro_rules! through_a_pointer {
    ($($Pointer:ident),*) => {$(
        impl<T: OrAbsent> OrAbsent for $Pointer<T> {
            fn absent() -> Self {
                Self::new(T::absent())
            }
        }
    )*};
}

through_a_pointer!(Arc, Box, Rc);

/// Gets a type's value for a missing property, if it has one. Its own function takes precedence
/// over that of [`AnyAbsent`].
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct Absent<T>(PhantomData<T>);

impl<T: OrAbsent> Absent<T> {
    /// The value.
    #[must_use]
    pub fn value_if_absent() -> Option<T> {
        Some(T::absent())
    }
}

/// The fallback for a type without such a value.
pub trait AnyAbsent<T> {
    /// Always `None`: a missing property is a problem.
    #[must_use]
    fn value_if_absent() -> Option<T> {
        None
    }
}

impl<T> AnyAbsent<T> for Absent<T> {}
