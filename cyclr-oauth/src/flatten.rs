//! What `#[cyclr(flatten)]` has the compiler work out: the names of a connector and of those
//! within it, as one list.

use std::marker::PhantomData;

use crate::__private::Names;
use crate::AccountConnector;

/// The names of all groups, one after the other.
#[must_use]
pub const fn joined_names<C: AccountConnector>() -> Names {
    Joined::<C>::NAMES.split_at(count(C::NAME_GROUPS)).0
}

/// Refuses, at compile time, what a connector and those within it may have once only.
///
/// # Panics
///
/// If a name stands there twice, or if there is more than one `AuthValue`.
#[track_caller]
pub const fn check_flatten<C: AccountConnector>() {
    refuse_repetition(joined_names::<C>());
    refuse_second(C::HAVE_AUTH_VALUE);
}

/// Whether one of these is true.
#[must_use]
pub const fn any(mut these: &[bool]) -> bool {
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
    const NAMES: &'static [&'static str] = &join(C::NAME_GROUPS);
}

#[expect(clippy::indexing_slicing, reason = "at compile time")]
const fn join(mut groups: &[Names]) -> [&'static str; MOST] {
    let mut names = [""; MOST];
    let mut length = 0;
    while let [group, rest @ ..] = groups {
        let mut group = *group;
        while let [name, others @ ..] = group {
            assert!(length < MOST, "more than 512 properties, through `flatten`");
            names[length] = *name;
            length += 1;
            group = others;
        }
        groups = rest;
    }
    names
}

const fn count(mut groups: &[Names]) -> usize {
    let mut count = 0;
    while let [group, rest @ ..] = groups {
        count += group.len();
        groups = rest;
    }
    count
}

#[track_caller]
const fn refuse_repetition(mut names: Names) {
    while let [name, rest @ ..] = names {
        let mut others = rest;
        while let [other, more @ ..] = others {
            let twice = equal(name.as_bytes(), other.as_bytes());
            assert!(!twice, "{}", Sentence::about(name).as_str());
            others = more;
        }
        names = rest;
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

const fn equal(mut a: &[u8], mut b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    while let ([x, a_rest @ ..], [y, b_rest @ ..]) = (a, b) {
        if *x != *y {
            return false;
        }
        (a, b) = (a_rest, b_rest);
    }
    true
}

/// What the compiler says about a name; `format!` can't run there.
struct Sentence {
    bytes: [u8; Self::LONGEST],
    length: usize,
}

impl Sentence {
    const LONGEST: usize = 512;

    const fn about(name: &str) -> Self {
        Self { bytes: [0; Self::LONGEST], length: 0 }
            .with("the property `")
            .with(name)
            .with("` is sent twice, through `flatten`; rename or remove one of the two")
    }

    #[expect(clippy::indexing_slicing, reason = "at compile time")]
    const fn with(mut self, text: &str) -> Self {
        let mut rest = text.as_bytes();
        while let [byte, more @ ..] = rest {
            if self.length < Self::LONGEST {
                self.bytes[self.length] = *byte;
                self.length += 1;
            }
            rest = more;
        }
        self
    }

    const fn as_str(&self) -> &str {
        match str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            Err(_) => {
                "a property is sent twice, through `flatten`; rename or remove one of the two"
            }
        }
    }
}
