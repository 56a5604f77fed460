//! Types that no field can be read as, whatever their parameters are.

use std::marker::PhantomData;

use crate::api::from_account_connector::FromAccountConnector;
use crate::api::property_reader::{FromAuthValue, FromTokenPart};
use crate::connector::{FromPropertyText, NoConnector, NoValue};
use crate::values::{Secret, UtcTimestamp};

/// Checks that a field can be read as its type `U`, unless the compiler can't know. `T` is the same
/// type. Its own functions have bounds that fail, and take precedence over those of
/// [`IndefiniteRead`].
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct DefiniteRead<T: ?Sized>(PhantomData<T>);

impl<T: NoValue + ?Sized> DefiniteRead<T> {
    /// A property.
    pub fn from_property_text<U: FromPropertyText>() {}

    /// An `AuthValue`.
    pub fn from_auth_value<U: FromAuthValue>() {}

    /// A token.
    pub fn from_token<U: FromTokenPart<Secret>>() {}

    /// The expiry of a token.
    pub fn from_expiry<U: FromTokenPart<UtcTimestamp>>() {}
}

impl<T: NoConnector + ?Sized> DefiniteRead<T> {
    /// A connector inside another.
    pub fn from_account_connector<U: FromAccountConnector>() {}
}

/// Checks nothing, for a type that may be readable.
pub trait IndefiniteRead {
    /// No check.
    fn from_property_text<U: ?Sized>() {}

    /// No check.
    fn from_auth_value<U: ?Sized>() {}

    /// No check.
    fn from_token<U: ?Sized>() {}

    /// No check.
    fn from_expiry<U: ?Sized>() {}

    /// No check.
    fn from_account_connector<U: ?Sized>() {}
}

impl<T: ?Sized> IndefiniteRead for DefiniteRead<T> {}
