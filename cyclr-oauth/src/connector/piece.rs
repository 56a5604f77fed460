//! [`Piece`]: what is known at compile time about a connector's values.

use crate::connector::names::Group;
use crate::connector::value_kind::ValueKind;

/// A list of value types, if the compiler knows every one.
pub type Values = Option<&'static Piece>;

/// A piece of the list of types.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "derived code makes it, and nothing shows it")]
pub enum Piece {
    /// One value: the kind that the field holds, and the kind that it sends.
    Value(ValueKind, ValueKind),
    /// Several pieces, in order.
    List(&'static [Self]),
    /// A connector inside this one: its names, and its list.
    Within(&'static [&'static [Group]], Values),
    /// An enum's ways to authenticate.
    Ways(&'static [Self]),
}
