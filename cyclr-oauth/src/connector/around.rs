//! [`Around`]: a connector with others within it, as a sentence names it.

use std::cmp::Ordering;
use std::panic::Location;

use crate::values::{compare, equal};

/// A connector with others within it.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "derived code makes it, and nothing shows it")]
pub struct Around {
    pub(super) name: &'static str,
    /// Where it is defined.
    place: &'static Location<'static>,
    /// Whether it is checked where it is defined: it has no parameters.
    early: bool,
}

impl Around {
    /// The one that is defined here.
    #[must_use]
    #[track_caller]
    pub const fn new(name: &'static str, early: bool) -> Option<Self> {
        Some(Self { name, place: Location::caller(), early })
    }

    /// Whether the two are one type, apart from their parameters.
    pub(super) const fn is(&self, other: &Self) -> bool {
        equal(self.name, other.name) && matches!(self.by_place(other), Ordering::Equal)
    }

    /// Whether this one is reported, if only one of the two is.
    pub(super) const fn is_before(&self, other: &Self) -> bool {
        if self.early != other.early {
            return self.early;
        }
        match self.by_place(other) {
            Ordering::Equal => matches!(compare(self.name, other.name), Ordering::Less),
            order => matches!(order, Ordering::Less),
        }
    }

    const fn by_place(&self, other: &Self) -> Ordering {
        let (here, there) = (self.place, other.place);
        match compare(here.file(), there.file()) {
            Ordering::Equal if here.line() != there.line() => order(here.line(), there.line()),
            Ordering::Equal => order(here.column(), there.column()),
            order => order,
        }
    }
}

const fn order(here: u32, there: u32) -> Ordering {
    if here < there {
        Ordering::Less
    } else if here > there {
        Ordering::Greater
    } else {
        Ordering::Equal
    }
}
