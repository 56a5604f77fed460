//! Compile-time questions of derived code about a type; the type decides, not its name.

use std::marker::PhantomData;

use crate::connector::account_connector::{AccountConnector, And, Inner};
use crate::connector::field::{AuthValueField, ComputedValue};
use crate::connector::piece::Values;
use crate::connector::value_kind::{PropertyKind, ValueKind};

/// Looks up a type: its inherent constants take precedence over those of [`Unknown`].
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

/// The fallback for a type that implements none of the traits.
pub trait Unknown {
    /// Any text.
    const KIND: ValueKind = ValueKind::new();
    /// Not OAuth tokens.
    const TOKENS: bool = false;
    /// Unknown values, which can't be checked.
    const VALUES: Values = None;

    /// The unchanged list: another check reports a type that isn't a connector.
    fn and<L>(rest: L) -> L {
        rest
    }
}

impl<T: ?Sized> Unknown for Of<T> {}

/// The kind of the value that a `#[cyclr(with = …)]` function returns.
#[must_use]
pub const fn kind_made<'a, T: ?Sized + 'a, V: ComputedValue>(_: fn(&'a T) -> V) -> ValueKind {
    V::KIND
}

/// Whether a type is secret: by its [`PropertyKind`], or because it wipes itself on drop.
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct IsSecret<T: ?Sized>(PhantomData<T>);

impl<T: ?Sized> IsSecret<T> {
    /// Call it as `(&IsSecret::<T>::NEW).cyclr_is_secret()`.
    pub const NEW: Self = Self(PhantomData);
}

impl<T: PropertyKind + ?Sized> IsSecret<T> {
    /// Whether the [`PropertyKind`] is secret.
    #[must_use]
    pub const fn cyclr_is_secret(&self) -> bool {
        T::KIND.secret
    }
}

macro_rules! holding {
    ($([$($T:ident),* $(; const $N:ident: usize)?] $Type:ty;)*) => {$(
        impl<$($T: PropertyKind,)* $(const $N: usize)?> IsSecret<$Type> {
            /// Whether it holds a secret.
            #[must_use]
            pub const fn cyclr_is_secret(&self) -> bool {
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

/// For a type that wipes itself on drop, such as `secrecy`'s.
pub trait WipesItself {
    /// Always true.
    fn cyclr_is_secret(&self) -> bool {
        true
    }
}

impl<T: zeroize::ZeroizeOnDrop + ?Sized> WipesItself for IsSecret<T> {}

/// For any other type.
pub trait NotKnown {
    /// Always false.
    fn cyclr_is_secret(&self) -> bool {
        false
    }
}

impl<T: ?Sized> NotKnown for &IsSecret<T> {}
