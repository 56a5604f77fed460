//! What derived code asks about a type: the compiler picks the answer by the type, not by its name.

use std::marker::PhantomData;

use crate::connector::account_connector::{AccountConnector, And, Inner};
use crate::connector::field::{AuthValueField, ComputedValue};
use crate::connector::piece::Values;
use crate::connector::value_kind::{PropertyKind, ValueKind};

/// Looks a type up: its inherent constants take precedence over those of [`Unknown`].
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct Of<T: ?Sized>(PhantomData<T>);

impl<T: PropertyKind + ?Sized> Of<T> {
    /// The type's own [`PropertyKind`].
    pub const KIND: ValueKind = T::KIND;
}

impl<T: AuthValueField + ?Sized> Of<T> {
    /// Whether the type holds OAuth tokens.
    pub const TOKENS: bool = T::TOKENS;
}

impl<C: AccountConnector> Of<C> {
    /// Puts the connector in front of a list.
    pub fn and<L: Inner>(rest: L) -> And<C, L> {
        And::new(rest)
    }
}

/// The answers for a type that implements none of the traits.
pub trait Unknown {
    /// Any text.
    const KIND: ValueKind = ValueKind::new();
    /// Not OAuth tokens.
    const TOKENS: bool = false;
    /// Types that can't be checked.
    const VALUES: Values = None;

    /// The list without a type that isn't a connector, which is reported elsewhere.
    fn and<L>(rest: L) -> L {
        rest
    }
}

impl<T: ?Sized> Unknown for Of<T> {}

/// The kind of what the function of `#[cyclr(with = …)]` makes of a field.
#[must_use]
pub const fn kind_made<'a, T: ?Sized + 'a, V: ComputedValue>(_: fn(&'a T) -> V) -> ValueKind {
    V::KIND
}

/// Finds out whether a type is secret: by its [`PropertyKind`], or because it wipes itself on drop.
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct IsSecret<T: ?Sized>(PhantomData<T>);

impl<T: ?Sized> IsSecret<T> {
    /// Asked by `(&IsSecret::<T>::NEW).is_secret()`.
    pub const NEW: Self = Self(PhantomData);
}

impl<T: PropertyKind + ?Sized> IsSecret<T> {
    /// Whether its [`PropertyKind`] is secret.
    #[must_use]
    pub const fn is_secret(&self) -> bool {
        T::KIND.secret
    }
}

macro_rules! holding {
    ($([$($T:ident),* $(; const $N:ident: usize)?] $Type:ty;)*) => {$(
        impl<$($T: PropertyKind,)* $(const $N: usize)?> IsSecret<$Type> {
            /// Whether it holds a secret.
            #[must_use]
            pub const fn is_secret(&self) -> bool {
                $($T::KIND.secret)||*
            }
        }
    )*};
}

holding! {
    [T] Vec<T>;
    [T] [T];
    [T; const N: usize] [T; N];
    [A] (A,);
    [A, B] (A, B);
    [A, B, C] (A, B, C);
    [A, B, C, D] (A, B, C, D);
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
