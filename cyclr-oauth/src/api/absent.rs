//! What a field with `#[cyclr(parse_with = …)]` is if its property isn't there.

use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

/// A type with a value for a property that isn't there.
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

/// Asks a type for its value for an absent property, whether it has one or not: its own function takes
/// precedence over that of [`AnyAbsent`].
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct Absent<T>(PhantomData<T>);

impl<T: OrAbsent> Absent<T> {
    /// The value.
    #[must_use]
    pub fn value_if_absent() -> Option<T> {
        Some(T::absent())
    }
}

/// For a type without such a value.
pub trait AnyAbsent<T> {
    /// None: an absent property is a problem.
    #[must_use]
    fn value_if_absent() -> Option<T> {
        None
    }
}

impl<T> AnyAbsent<T> for Absent<T> {}
