//! What `#[cyclr(flatten)]` has the compiler work out: the names of a connector and of those
//! within it, as one list.

use std::marker::PhantomData;

use crate::connector::account_connector::AccountConnector;
use crate::connector::cycle::endless;
use crate::connector::names::{Group, NameSet, Names};
use crate::values::ConstMessage;

/// The names of all groups, one after the other, each once.
///
/// A connector within itself has none: [`check_end`] reports it.
#[must_use]
pub const fn joined_names<C: AccountConnector>() -> Names {
    if endless::<C>().is_some() { &[] } else { fit::<C, false>() }
}

/// The names that every way to authenticate has.
#[must_use]
pub const fn names_of_each_way<C: AccountConnector>() -> Names {
    if endless::<C>().is_some() {
        &[]
    } else if is_one_way::<C>() {
        fit::<C, false>()
    } else {
        fit::<C, true>()
    }
}

/// Refuses, at compile time, what one way to authenticate may have once only.
///
/// # Panics
///
/// If a name occurs twice, or if there is more than one `AuthValue`.
#[track_caller]
pub const fn check_flatten<C: AccountConnector>(way: usize) {
    if endless::<C>().is_none() {
        check_names::<C>(way);
    }
}

/// Refuses, at compile time, a connector within itself.
///
/// # Panics
///
/// If it is, and if no other one of the cycle says so.
#[track_caller]
pub const fn check_end<C: AccountConnector>() {
    if let Some(trail) = endless::<C>() {
        assert!(!trail.is_reported_here(), "{}", trail.sentence().as_str());
    }
}

/// A separate function, since the compiler evaluates all constants of a function first.
#[expect(clippy::indexing_slicing, clippy::panic, reason = "at compile time")]
#[track_caller]
const fn check_names<C: AccountConnector>(way: usize) {
    refuse_second(C::HAVE_AUTH_VALUE[way]);
    let all = C::NAME_GROUPS[way];
    if C::NAME_GROUPS.len() == 1 && count(all) == Joined::<C, false>::NAMES.names().len() {
        return;
    }
    let mut names = NameSet::new();
    let mut groups = all;
    while let [group, rest @ ..] = groups {
        if let Some(name) = names.insert(group.names) {
            panic!("{}", twice(name, all, group).as_str());
        }
        groups = rest;
    }
}

const fn count(mut groups: &[Group]) -> usize {
    let mut count = 0;
    while let [group, rest @ ..] = groups {
        count += group.names.len();
        groups = rest;
    }
    count
}

/// Whether a connector or one within has an `AuthValue`.
#[must_use]
pub const fn any_auth_value<C: AccountConnector>() -> bool {
    endless::<C>().is_none() && any_in_any_way::<C>()
}

/// A separate function, since the compiler evaluates all constants of a function first.
const fn any_in_any_way<C: AccountConnector>() -> bool {
    any_of_any(C::HAVE_AUTH_VALUE)
}

const fn any_of_any(mut these: &[&[bool]]) -> bool {
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

/// A place for constants that depend on a type: the names of all ways, or of `EACH`.
struct Joined<C, const EACH: bool>(PhantomData<C>);

impl<C: AccountConnector, const EACH: bool> Joined<C, EACH> {
    const NAMES: &'static NameSet =
        &if EACH { in_each(C::NAME_GROUPS) } else { in_any(C::NAME_GROUPS) };
}

/// Whether every name is always there.
const fn is_one_way<C: AccountConnector>() -> bool {
    matches!(C::NAME_GROUPS, [groups] if all_always(groups))
}

const fn all_always(mut groups: &[Group]) -> bool {
    while let [group, rest @ ..] = groups {
        if group.always.len() != group.names.len() {
            return false;
        }
        groups = rest;
    }
    true
}

const fn in_any(mut ways: &[&[Group]]) -> NameSet {
    let mut all = NameSet::new();
    while let [way, rest @ ..] = ways {
        let mut groups = *way;
        while let [group, more @ ..] = groups {
            all.insert(group.names);
            groups = more;
        }
        ways = rest;
    }
    all
}

const fn in_each(ways: &[&[Group]]) -> NameSet {
    let Some((first, mut rest)) = ways.split_first() else { return NameSet::new() };
    let mut common = always(first);
    while let Some((way, others)) = rest.split_first() {
        let there = always(way);
        let mut both = NameSet::new();
        let mut names = common.names();
        while let [name, more @ ..] = names {
            if there.place(name).is_some() {
                both.insert(&[*name]);
            }
            names = more;
        }
        common = both;
        rest = others;
    }
    common
}

/// The names that one way always has.
const fn always(mut groups: &[Group]) -> NameSet {
    let mut names = NameSet::new();
    while let [group, rest @ ..] = groups {
        names.insert(group.always);
        groups = rest;
    }
    names
}

/// The names in a list of nearly their number, since all of it gets into the program.
macro_rules! fit {
    ($($most:literal),*) => {
        const fn fit<C: AccountConnector, const EACH: bool>() -> Names {
            let length = Joined::<C, EACH>::NAMES.names().len();
            // Functions, since the compiler would evaluate constants of every size.
            $(if length <= $most {
                return Fit::<C, EACH, $most>::names().split_at(length).0;
            })*
            Fit::<C, EACH, { NameSet::MOST }>::names().split_at(length).0
        }
    };
}

fit!(0, 4, 8, 12, 16, 20, 24, 32, 48, 64, 96, 128, 256, 512, 1024, 2048);

struct Fit<C, const EACH: bool, const MOST: usize>(PhantomData<C>);

impl<C: AccountConnector, const EACH: bool, const MOST: usize> Fit<C, EACH, MOST> {
    const NAMES: &'static [&'static str; MOST] = &{
        let mut fitting = [""; MOST];
        let names = Joined::<C, EACH>::NAMES.names();
        fitting.split_at_mut(names.len()).0.copy_from_slice(names);
        fitting
    };

    const fn names() -> &'static [&'static str] {
        Self::NAMES
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

/// The name is in this group and in one before.
const fn twice(name: &str, mut groups: &[Group], again: &Group) -> ConstMessage {
    let mut first = "";
    while let [group, rest @ ..] = groups {
        if let Some(sender) = group.sender(name) {
            first = sender;
            break;
        }
        groups = rest;
    }
    let second = match again.sender(name) {
        Some(sender) => sender,
        None => "",
    };
    ConstMessage::new()
        .with("the property `")
        .with(name)
        .with("` is sent by ")
        .with(first)
        .with(" and by ")
        .with(second)
        .with("; rename or remove one of the two")
}
