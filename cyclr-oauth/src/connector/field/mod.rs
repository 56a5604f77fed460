//! What fields of a derived connector may hold: the traits that compiler errors name.
//!
//! Derived code calls the functions here. You implement none of the traits.

mod auth_value;
mod function;
mod property;

pub use auth_value::{AuthValueField, ExpiryField, TokenField, auth_value, expiry, token, tokens};
pub use function::{
    AnyFunction, Callable, Field, Function, FunctionOfOne, LentAs, OfOne, Uncallable,
};
pub use property::{
    Computed, ComputedValue, NotComputed, eight_properties, four_properties, property, secret,
    two_properties,
};
