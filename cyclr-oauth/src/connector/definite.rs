//! Standard library types that no field can have, whatever their parameters are.
//!
//! Only this crate could implement its traits for them, and it doesn't. A derive may therefore
//! reject them where a type is defined, before anything uses it.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::marker::PhantomData;
use std::num::{Saturating, Wrapping};
use std::ops::{Range, RangeInclusive};
use std::rc::{Rc, Weak as RcWeak};
use std::sync::{Arc, Mutex, OnceLock, RwLock, Weak};

use crate::connector::account_connector::AccountConnector;
use crate::connector::field::{AuthValueField, ExpiryField, TokenField};
use crate::connector::property_value::PropertyValue;

/// A type that is neither a property nor an `AuthValue`.
pub trait NoValue {}

/// A type that isn't a connector.
pub trait NoConnector {}

macro_rules! neither {
    ($([$($parameters:tt)*] $Type:ty;)*) => {$(
        impl<$($parameters)*> NoValue for $Type {}
        impl<$($parameters)*> NoConnector for $Type {}
    )*};
}

neither! {
    [T] Vec<T>;
    [T] VecDeque<T>;
    [T] LinkedList<T>;
    [T] BinaryHeap<T>;
    [T] BTreeSet<T>;
    [T, S] HashSet<T, S>;
    [K, V] BTreeMap<K, V>;
    [K, V, S] HashMap<K, V, S>;
    [T] [T];
    [T, const N: usize] [T; N];
    [T, E] Result<T, E>;
    [T: ?Sized] Cell<T>;
    [T: ?Sized] RefCell<T>;
    [T] OnceCell<T>;
    [T: ?Sized] Mutex<T>;
    [T: ?Sized] RwLock<T>;
    [T] OnceLock<T>;
    [T: ?Sized] PhantomData<T>;
    [T: ?Sized] RcWeak<T>;
    [T: ?Sized] Weak<T>;
    [T: ?Sized] *const T;
    [T: ?Sized] *mut T;
    [T] Reverse<T>;
    [T] Wrapping<T>;
    [T] Saturating<T>;
    [T] Range<T>;
    [T] RangeInclusive<T>;
    [A] (A,);
    [A, B] (A, B);
    [A, B, C] (A, B, C);
    [A, B, C, D] (A, B, C, D);
}

macro_rules! through {
    ($Trait:ident: $([$($lifetime:lifetime)?] $Pointer:ty),*) => {$(
        impl<$($lifetime,)? T: $Trait + ?Sized> $Trait for $Pointer {}
    )*};
}

through!(NoValue: ['a] &'a T, ['a] &'a mut T, [] Box<T>, [] Arc<T>, [] Rc<T>);
through!(NoConnector: ['a] &'a T, ['a] &'a mut T, [] Box<T>);

impl<T: NoValue> NoValue for Option<T> {}

impl<T: NoValue + ToOwned + ?Sized> NoValue for Cow<'_, T> {}

impl<T> NoConnector for Option<T> {}

impl<T: ?Sized> NoConnector for Arc<T> {}

impl<T: ?Sized> NoConnector for Rc<T> {}

impl<T: ToOwned + ?Sized> NoConnector for Cow<'_, T> {}

/// Implemented for a type with parameters; its derive checks it at the definition. `READ` is the
/// direction.
#[doc(hidden)]
pub trait Defined<const READ: bool> {
    /// The code that must compile.
    fn check();
}

/// Checks that a field's type `U` has the trait it needs, unless the compiler can't know.
///
/// `T` is the same type. Its own functions have bounds that fail, and take precedence over those of
/// [`Indefinite`].
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct Definite<T: ?Sized>(PhantomData<T>);

impl<T: NoValue + ?Sized> Definite<T> {
    /// A property.
    pub fn property_value<U: PropertyValue + ?Sized>() {}

    /// An `AuthValue`.
    pub fn auth_value_field<U: AuthValueField + ?Sized>() {}

    /// A token.
    pub fn token_field<U: TokenField + ?Sized>() {}

    /// The expiry of a token.
    pub fn expiry_field<U: ExpiryField + ?Sized>() {}
}

impl<T: NoConnector + ?Sized> Definite<T> {
    /// A connector inside another.
    pub fn account_connector<U: AccountConnector + ?Sized>() {}
}

/// Checks nothing, for a type that may have the trait.
pub trait Indefinite {
    /// No check.
    fn property_value<U: ?Sized>() {}

    /// No check.
    fn auth_value_field<U: ?Sized>() {}

    /// No check.
    fn token_field<U: ?Sized>() {}

    /// No check.
    fn expiry_field<U: ?Sized>() {}

    /// No check.
    fn account_connector<U: ?Sized>() {}
}

impl<T: ?Sized> Indefinite for Definite<T> {}
