//! What `#[cyclr(flatten)]` has the compiler work out: the names of a connector and of those
//! within it, as one list.

use std::marker::PhantomData;

use crate::connector::account_connector::AccountConnector;
use crate::connector::names::{Group, Names};
use crate::values::{ConstMessage, equal};

/// The names of all groups, one after the other, each once.
#[must_use]
pub const fn joined_names<C: AccountConnector>() -> Names {
    Joined::<C>::LIST.names.split_at(Joined::<C>::LIST.length).0
}

/// Refuses, at compile time, what one way to authenticate may have once only.
///
/// # Panics
///
/// If a name stands there twice, or if there is more than one `AuthValue`.
#[expect(clippy::indexing_slicing, reason = "at compile time")]
#[track_caller]
pub const fn check_flatten<C: AccountConnector>(way: usize) {
    let mut list = List::<true>::EMPTY;
    list.extend(C::NAME_GROUPS[way]);
    refuse_second(C::HAVE_AUTH_VALUE[way]);
}

/// Whether one of these is true.
#[must_use]
pub const fn any_of_any(mut these: &[&[bool]]) -> bool {
    while let [this, rest @ ..] = these {
        if any(this) {
            return true;
        }
        these = rest;
    }
    false
}

const fn any(mut these: &[bool]) -> bool {
    while let [this, rest @ ..] = these {
        if *this {
            return true;
        }
        these = rest;
    }
    false
}

/// More than any connector has, by an order of magnitude.
const MOST: usize = 512;

/// A place for constants that depend on a type.
struct Joined<C>(PhantomData<C>);

impl<C: AccountConnector> Joined<C> {
    const LIST: &'static List<false> = &{
        let mut list = List::EMPTY;
        let mut ways = C::NAME_GROUPS;
        while let [way, rest @ ..] = ways {
            list.extend(way);
            ways = rest;
        }
        list
    };
}

/// Names without doubles, and what sends them. A double is left out, or, if they are `CHECKED`,
/// refused.
struct List<const CHECKED: bool> {
    names: [&'static str; MOST],
    senders: [&'static str; MOST],
    length: usize,
}

#[expect(clippy::indexing_slicing, reason = "at compile time")]
impl<const CHECKED: bool> List<CHECKED> {
    const EMPTY: Self = Self { names: [""; MOST], senders: [""; MOST], length: 0 };

    #[track_caller]
    const fn extend(&mut self, mut groups: &[Group]) {
        while let [(names, senders), rest @ ..] = groups {
            let (mut names, mut senders) = (*names, *senders);
            while let ([name, other_names @ ..], [sender, other_senders @ ..]) = (names, senders) {
                self.push(name, sender);
                names = other_names;
                // One alone sends all.
                if !other_senders.is_empty() {
                    senders = other_senders;
                }
            }
            groups = rest;
        }
    }

    #[track_caller]
    const fn push(&mut self, name: &'static str, sender: &'static str) {
        let mut index = 0;
        while index < self.length {
            if equal(self.names[index], name) {
                assert!(!CHECKED, "{}", twice(name, self.senders[index], sender).as_str());
                return;
            }
            index += 1;
        }
        assert!(self.length < MOST, "more than 512 properties, through `flatten`");
        self.names[self.length] = name;
        self.senders[self.length] = sender;
        self.length += 1;
    }
}

#[track_caller]
const fn refuse_second(mut have_auth_value: &[bool]) {
    while let [has, rest @ ..] = have_auth_value {
        assert!(
            !*has || !any(rest),
            "there is more than one `AuthValue`, through `flatten`; remove all but one"
        );
        have_auth_value = rest;
    }
}

const fn twice(name: &str, first: &str, second: &str) -> ConstMessage {
    ConstMessage::new()
        .with("the property `")
        .with(name)
        .with("` is sent by ")
        .with(first)
        .with(" and by ")
        .with(second)
        .with("; rename or remove one of the two")
}
