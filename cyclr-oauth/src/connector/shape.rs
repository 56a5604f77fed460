//! What the types of a connector's values say of it, for a connector around it that has a `schema`.
//!
//! Derived code lists the types, which costs the compiler next to nothing; it looks into them only
//! where a connector is flattened into one with a `schema`.

use std::marker::PhantomData;

use crate::connector::account_connector::AccountConnector;
use crate::connector::cycle::endless;
use crate::connector::kind_of::Of;
use crate::connector::names::Group;
use crate::connector::piece::{Piece, Values};
use crate::connector::schema::RuleTable;
use crate::connector::value_kind::PropertyKind;

/// A type in the list.
pub trait Part {
    /// What it says.
    const PIECE: Piece;
}

impl<T: PropertyKind + ?Sized> Part for T {
    const PIECE: Piece = Piece::Value(T::KIND, T::KIND);
}

/// A field with `secret`.
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct Hidden<T: ?Sized>(PhantomData<T>);

impl<T: Part + ?Sized> Part for Hidden<T> {
    const PIECE: Piece = match T::PIECE {
        Piece::Value(held, sent) => Piece::Value(held.hidden(), sent),
        other => other,
    };
}

/// A field with `skip_if`.
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct Skippable<T: ?Sized>(PhantomData<T>);

impl<T: Part + ?Sized> Part for Skippable<T> {
    const PIECE: Piece = match T::PIECE {
        Piece::Value(held, sent) => Piece::Value(held, sent.optional()),
        other => other,
    };
}

/// A field with `with`, or a constant: one of the connector's `MADE`.
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct Made<C, const PLACE: usize>(PhantomData<C>);

impl<C: AccountConnector, const PLACE: usize> Part for Made<C, PLACE> {
    #[expect(clippy::indexing_slicing, reason = "at compile time")]
    const PIECE: Piece = {
        let (held, sent) = C::MADE[PLACE];
        Piece::Value(held, sent)
    };
}

impl<T: Part> Of<T> {
    /// What a list of types says, if the compiler knows each of them.
    pub const VALUES: Values = Some(&T::PIECE);
}

/// A connector within.
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct Within<C>(PhantomData<C>);

impl<C: AccountConnector> Part for Within<C> {
    const PIECE: Piece = if endless::<C>().is_some() { Piece::List(&[]) } else { within::<C>() };
}

/// A function, since the compiler evaluates all constants of another constant first.
const fn within<C: AccountConnector>() -> Piece {
    Piece::Within(C::NAME_GROUPS, C::VALUES)
}

/// The ways of an enum.
#[expect(missing_debug_implementations, reason = "there is nothing to show")]
pub struct Ways<T>(PhantomData<T>);

impl<T: Part> Part for Ways<T> {
    const PIECE: Piece = match T::PIECE {
        Piece::List(ways) => Piece::Ways(ways),
        way => way,
    };
}

// Functions and not tuples, since the type of the last field may have no size.
macro_rules! lists {
    ($($($T:ident)*;)*) => {$(
        impl<$($T: Part + ?Sized),*> Part for fn($($T),*) {
            const PIECE: Piece = Piece::List(&[$($T::PIECE),*]);
        }
    )*};
}

lists! {
    ;
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
}

/// Refuses a connector within that holds a property in a type that doesn't suit it.
///
/// # Panics
///
/// If it does.
#[track_caller]
pub const fn check_within<C: AccountConnector>(table: &RuleTable) {
    // `check_end` reports the others.
    if endless::<C>().is_none() {
        check_values::<C>(table);
    }
}

/// A function of its own, since the compiler evaluates all constants of a function first.
#[track_caller]
const fn check_values<C: AccountConnector>(table: &RuleTable) {
    check(C::NAME_GROUPS, known(C::VALUES), 0, table);
}

#[track_caller]
const fn known(values: Values) -> &'static Piece {
    assert!(
        values.is_some(),
        "this connector has a property whose type can't be checked against the definition; write \
         `impl PropertyKind` for that type"
    );
    match values {
        Some(piece) => piece,
        None => &Piece::List(&[]),
    }
}

/// Checks the ways of a connector from this one on, and returns the one after them.
#[expect(clippy::indexing_slicing, reason = "at compile time")]
#[track_caller]
const fn check(ways: &[&[Group]], piece: &Piece, mut way: usize, table: &RuleTable) -> usize {
    let &Piece::Ways(mut pieces) = piece else {
        check_way(ways[way], piece, Place::START, table);
        return way + 1;
    };
    while let [piece, more @ ..] = pieces {
        way = check(ways, piece, way, table);
        pieces = more;
    }
    way
}

/// A place in the groups of a way.
#[derive(Clone, Copy)]
struct Place {
    group: usize,
    name: usize,
}

impl Place {
    const START: Self = Self { group: 0, name: 0 };
}

/// Checks a piece of a way, and returns the place after it.
#[expect(clippy::indexing_slicing, reason = "at compile time")]
#[track_caller]
const fn check_way(way: &[Group], piece: &Piece, mut place: Place, table: &RuleTable) -> Place {
    match piece {
        Piece::List(pieces) => {
            let mut pieces = *pieces;
            while let [piece, more @ ..] = pieces {
                place = check_way(way, piece, place, table);
                pieces = more;
            }
            place
        }
        Piece::Within(ways, values) => {
            check(ways, known(*values), 0, table);
            Place { group: place.group + 1, name: 0 }
        }
        Piece::Value(held, sent) => {
            let group = &way[place.group];
            table.check(group.names[place.name], *held, *sent);
            if place.name + 1 < group.names.len() {
                Place { name: place.name + 1, ..place }
            } else {
                Place { group: place.group + 1, name: 0 }
            }
        }
        Piece::Ways(_) => place,
    }
}
