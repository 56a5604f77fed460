//! Finds a connector that is flattened into itself, through others.
//!
//! Constants of such a connector, such as its names, need themselves, and the compiler lists everything that it
//! asked for on the way. So functions look for the cycle first: they go down the types of the connectors
//! within, which needs no constant that could be part of it.

use crate::connector::account_connector::{AccountConnector, Inner};
use crate::connector::around::Around;
use crate::values::ConstMessage;

/// How many connectors may be one within the other. More is taken for a cycle, and the compiler lets
/// functions nest 128 deep.
const DEEPEST: usize = 48;

/// Connectors, each within the one before.
pub(super) struct Trail([Around; DEEPEST]);

/// The way down, if it has no end.
pub(super) const fn endless<C: AccountConnector>() -> Option<Trail> {
    match C::AROUND {
        Some(around) => down(C::within, around, 0),
        None => None,
    }
}

type Rest<L> = <L as Inner>::Rest;

/// Goes on below this connector, which has the list within.
#[expect(clippy::indexing_slicing, reason = "at compile time")]
const fn down<L: Inner>(_: fn() -> L, around: Around, depth: usize) -> Option<Trail> {
    if depth + 1 == DEEPEST {
        return Some(Trail([around; DEEPEST]));
    }
    // Without a function for each of the list, lest they nest too deep.
    macro_rules! below {
        ($($List:ty),*) => {$(
            if let Some(inner) = <<$List as Inner>::First as AccountConnector>::AROUND {
                let list = <<$List as Inner>::First as AccountConnector>::within;
                if let Some(mut trail) = down(list, inner, depth + 1) {
                    trail.0[depth] = around;
                    return Some(trail);
                }
            }
        )*};
    }
    below!(L, Rest<L>, Rest<Rest<L>>, Rest<Rest<Rest<L>>>);
    if <Rest<Rest<Rest<Rest<L>>>> as Inner>::ANY {
        return down(list::<Rest<Rest<Rest<Rest<L>>>>>, around, depth);
    }
    None
}

/// Stands for the list; nothing calls it.
fn list<L: Inner>() -> L {
    unreachable!("only its type counts")
}

impl Trail {
    /// Whether the first one is within itself, and the one of the cycle that reports it.
    #[expect(clippy::indexing_slicing, reason = "at compile time")]
    pub(super) const fn is_reported_here(&self) -> bool {
        let mut index = 1;
        while index < DEEPEST {
            if self.0[index].is(&self.0[0]) {
                return true;
            }
            if self.0[index].is_before(&self.0[0]) {
                return false;
            }
            index += 1;
        }
        false
    }

    #[expect(clippy::indexing_slicing, reason = "at compile time")]
    pub(super) const fn sentence(&self) -> ConstMessage {
        let mut message =
            ConstMessage::new().with("`").with(self.0[0].name).with("` is flattened into itself");
        let mut index = 1;
        while index < DEEPEST && !self.0[index].is(&self.0[0]) {
            message = message.with(if index == 1 { ", through `" } else { " and `" });
            message = message.with(self.0[index].name).with("`");
            index += 1;
        }
        message.with("; flatten another connector, or remove this one")
    }
}
