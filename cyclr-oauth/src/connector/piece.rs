//! [`Piece`]: what the types of a connector's values say of it.

use crate::connector::names::Group;
use crate::connector::value_kind::ValueKind;

/// What a list of types says, if the compiler knows each of them.
pub type Values = Option<&'static Piece>;

/// A piece of the list of types.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "derived code makes it, and nothing shows it")]
pub enum Piece {
    /// One value: the kind that the field holds, and the one that it sends.
    Value(ValueKind, ValueKind),
    /// Several, in order.
    List(&'static [Self]),
    /// A connector within: its names, and its list.
    Within(&'static [&'static [Group]], Values),
    /// The ways to authenticate of an enum.
    Ways(&'static [Self]),
}
