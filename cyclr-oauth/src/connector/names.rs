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

    pub(super) const fn with(mut self, mut names: &[&'static str]) -> Self {
        while let [name, rest @ ..] = names {
            self.insert(name);
            names = rest;
        }
        self
    }

    pub(super) const fn names(&self) -> &[&'static str] {
        self.names.split_at(self.length).0
    }

    /// The position of a name.
    pub(super) const fn place(&self, name: &str) -> Option<usize> {
        (self.slots[self.slot(name)] as usize).checked_sub(1)
    }

    pub(super) const fn contains(&self, name: &str) -> bool {
        self.slots[self.slot(name)] > 0
    }

    /// Adds a name; returns false if it is already there.
    pub(super) const fn insert(&mut self, name: &'static str) -> bool {
        let slot = self.slot(name);
        if self.slots[slot] > 0 {
            return false;
        }
        assert!(self.length < Self::MOST, "more than 4,096 properties, through `flatten`");
        self.names[self.length] = name;
        self.length += 1;
        self.slots[slot] = self.length as u16;
        true
    }

    /// The slot of a name, or the empty slot for it.
    const fn slot(&self, name: &str) -> usize {
        let mut slot = hash(name) as usize % Self::SLOTS;
        while self.slots[slot] > 0 && !equal(self.names[self.slots[slot] as usize - 1], name) {
            slot = (slot + 1) % Self::SLOTS;
        }
        slot
    }
}

/// Multiplies and folds. Constant evaluation is slow, above all for calls, so this makes no calls
/// and takes eight bytes per iteration.
#[expect(clippy::cast_possible_truncation, reason = "folding keeps both halves")]
const fn hash(name: &str) -> u64 {
    const ODD: u128 = 0x9E37_79B9_7F4A_7C15;
    let (mut bytes, mut hash) = (name.as_bytes(), 0);
    while let &[a, b, c, d, e, f, g, h, ref rest @ ..] = bytes {
        let low = (a as u64) << 24 | (b as u64) << 16 | (c as u64) << 8 | d as u64;
        let high = (e as u64) << 24 | (f as u64) << 16 | (g as u64) << 8 | h as u64;
        let product = (hash ^ low ^ high << 32) as u128 * ODD;
        hash = (product ^ product >> 64) as u64;
        bytes = rest;
    }
    let mut word = bytes.len() as u64;
    while let &[byte, ref rest @ ..] = bytes {
        word = word << 8 | byte as u64;
        bytes = rest;
    }
    let product = (hash ^ word) as u128 * ODD;
    (product ^ product >> 64) as u64
}
