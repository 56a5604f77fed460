//! Lists of property names, as derived code writes them.

use crate::values::equal;

/// The names of a connector's properties.
pub type Names = &'static [&'static str];

/// Names that are sent one after another.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "derived code makes it, and nothing shows it")]
pub struct Group {
    /// The names.
    pub names: Names,
    /// The names that every way to authenticate sends.
    pub always: Names,
    /// The field that sends each name, or one field that sends all.
    pub senders: &'static [&'static str],
}

impl Group {
    /// Names of the connector itself, and the field that sends each.
    #[must_use]
    pub const fn own(names: Names, senders: &'static [&'static str]) -> Self {
        Self { names, always: names, senders }
    }

    /// Names of a connector inside this one, all from one field.
    #[must_use]
    pub const fn within(names: Names, always: Names, sender: &'static [&'static str; 1]) -> Self {
        Self { names, always, senders: sender }
    }

    /// The field that sends a name, if the name is in the list.
    #[expect(clippy::indexing_slicing, reason = "at compile time")]
    pub(super) const fn sender(&self, name: &str) -> Option<&'static str> {
        let mut index = 0;
        while index < self.names.len() {
            if equal(self.names[index], name) {
                let sender = if self.senders.len() == 1 { 0 } else { index };
                return Some(self.senders[sender]);
            }
            index += 1;
        }
        None
    }
}

// Macros, since a call takes the compiler as long as all else here together.
/// The hash of a name: multiplies and folds, eight bytes in each round, and the last eight once more.
macro_rules! hash {
    ($name:expr) => {{
        let mut hash = $name.len() as u64;
        let mut bytes = $name.as_bytes();
        while let &[a, b, c, d, e, f, g, h, ref rest @ ..] = bytes {
            hash = hash!(hash, a b c d e f g h);
            bytes = rest;
        }
        if let &[.., a, b, c, d, e, f, g, h] = $name.as_bytes() {
            hash = hash!(hash, a b c d e f g h);
        } else {
            while let &[byte, ref rest @ ..] = bytes {
                hash = hash!(hash, byte byte byte byte byte byte byte byte);
                bytes = rest;
            }
        }
        hash
    }};
    ($hash:ident, $a:ident $b:ident $c:ident $d:ident $e:ident $f:ident $g:ident $h:ident) => {{
        let low = ($a as u64) << 24 | ($b as u64) << 16 | ($c as u64) << 8 | $d as u64;
        let high = ($e as u64) << 24 | ($f as u64) << 16 | ($g as u64) << 8 | $h as u64;
        let product = ($hash ^ low ^ high << 32) as u128 * 0x9E37_79B9_7F4A_7C15;
        (product ^ product >> 64) as u64
    }};
}

/// Whether two names are one.
macro_rules! same {
    ($a:expr, $b:expr) => {{
        let (mut a, mut b) = ($a.as_bytes(), $b.as_bytes());
        while let (
            &[a0, a1, a2, a3, a4, a5, a6, a7, ref a_rest @ ..],
            &[b0, b1, b2, b3, b4, b5, b6, b7, ref b_rest @ ..],
        ) = (a, b)
        {
            let differ = (a0 ^ b0) | (a1 ^ b1) | (a2 ^ b2) | (a3 ^ b3);
            if differ | (a4 ^ b4) | (a5 ^ b5) | (a6 ^ b6) | (a7 ^ b7) != 0 {
                break;
            }
            (a, b) = (a_rest, b_rest);
        }
        while let (&[a_first, ref a_rest @ ..], &[b_first, ref b_rest @ ..]) = (a, b) {
            if a_first != b_first {
                break;
            }
            (a, b) = (a_rest, b_rest);
        }
        matches!((a, b), ([], []))
    }};
}

pub(super) use same;

/// The slot of a name in a set, or the empty one where it belongs.
macro_rules! slot {
    ($set:expr, $name:expr) => {{
        let mut slot = hash!($name) as usize % Self::SLOTS;
        while $set.slots[slot] > 0 && !same!($set.names[$set.slots[slot] as usize - 1], $name) {
            slot = (slot + 1) % Self::SLOTS;
        }
        slot
    }};
}

/// Distinct names in order, indexed by hash. Comparing all pairs in a constant would take quadratic
/// time.
#[derive(Clone, Copy)]
pub(super) struct NameSet {
    names: [&'static str; Self::MOST],
    length: usize,
    /// Positions in `names`, counted from 1; 0 for an empty slot.
    slots: [u16; Self::SLOTS],
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    clippy::large_stack_arrays,
    reason = "at compile time"
)]
impl NameSet {
    /// Two orders of magnitude more than any connector has.
    pub(super) const MOST: usize = 4096;
    const SLOTS: usize = 2 * Self::MOST;

    pub(super) const fn new() -> Self {
        Self { names: [""; Self::MOST], length: 0, slots: [0; Self::SLOTS] }
    }

    pub(super) const fn with(mut self, names: &[&'static str]) -> Self {
        self.insert(names);
        self
    }

    pub(super) const fn names(&self) -> &[&'static str] {
        self.names.split_at(self.length).0
    }

    /// The position of a name.
    pub(super) const fn place(&self, name: &str) -> Option<usize> {
        let place = self.slots[slot!(self, name)] as usize;
        if place > 0 { Some(place - 1) } else { None }
    }

    /// Adds names; returns the first that is there already, and adds the others anyway.
    pub(super) const fn insert(&mut self, mut names: &[&'static str]) -> Option<&'static str> {
        let mut twice = None;
        while let [name, rest @ ..] = names {
            let slot = slot!(self, name);
            if self.slots[slot] == 0 {
                assert!(self.length < Self::MOST, "more than 4,096 properties, through `flatten`");
                self.names[self.length] = name;
                self.length += 1;
                self.slots[slot] = self.length as u16;
            } else if twice.is_none() {
                twice = Some(*name);
            }
            names = rest;
        }
        twice
    }
}
