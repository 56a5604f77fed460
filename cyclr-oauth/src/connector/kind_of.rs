//! What derived code asks about a type: the compiler picks the answer by the type, not by its name.

use std::marker::PhantomData;

use crate::connector::field::{AuthValueField, ComputedValue};
use crate::connector::value_kind::{PropertyKind, ValueKind};

/// Asks any type for its kind: its own constant stands before that of [`NoKind`].
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct KindOf<T: ?Sized>(PhantomData<T>);

impl<T: PropertyKind + ?Sized> KindOf<T> {
    /// The type's own.
    pub const KIND: ValueKind = T::KIND;
}

/// For any other type.
pub trait NoKind {
    /// That of any text.
    const KIND: ValueKind = ValueKind::new();
}

impl<T: ?Sized> NoKind for KindOf<T> {}

/// Asks the type of an `AuthValue` whether it holds OAuth tokens.
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct AuthOf<T: ?Sized>(PhantomData<T>);

impl<T: AuthValueField + ?Sized> AuthOf<T> {
    /// The type's own.
    pub const TOKENS: bool = T::TOKENS;
}

/// For a type that is no `AuthValue`.
pub trait NoAuth {
    /// It has none.
    const TOKENS: bool = false;
}

impl<T: ?Sized> NoAuth for AuthOf<T> {}

/// The kind of what the function of `#[cyclr(with = …)]` makes of a field.
#[must_use]
pub const fn kind_made<'a, T: ?Sized + 'a, V: ComputedValue>(_: fn(&'a T) -> V) -> ValueKind {
    V::KIND
}

/// Asks any type whether it is secret: a property value knows, and a type that wipes itself is one.
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct IsSecret<T: ?Sized>(PhantomData<T>);

impl<T: ?Sized> IsSecret<T> {
    /// Asked by `(&IsSecret::<T>::NEW).is_secret()`.
    pub const NEW: Self = Self(PhantomData);
}

impl<T: PropertyKind + ?Sized> IsSecret<T> {
    /// As its kind says.
    #[must_use]
    pub const fn is_secret(&self) -> bool {
        T::KIND.secret
    }
}

/// For a type that wipes itself when it is dropped, such as `secrecy`'s.
pub trait WipesItself {
    /// It is.
    fn is_secret(&self) -> bool {
        true
    }
}

impl<T: zeroize::ZeroizeOnDrop + ?Sized> WipesItself for IsSecret<T> {}

/// For any other type.
pub trait NotKnown {
    /// It isn't.
    fn is_secret(&self) -> bool {
        false
    }
}

impl<T: ?Sized> NotKnown for &IsSecret<T> {}
