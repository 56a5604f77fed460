//! What the compiler says when it evaluates a constant; `format!` can't run there.

use std::cmp::Ordering;

pub(crate) struct ConstMessage {
    bytes: [u8; Self::LONGEST],
    length: usize,
}

impl ConstMessage {
    const LONGEST: usize = 1024;
    /// How many a list shows.
    pub(crate) const LISTED: usize = 12;

    pub(crate) const fn new() -> Self {
        Self { bytes: [0; Self::LONGEST], length: 0 }
    }

    #[expect(clippy::indexing_slicing, reason = "at compile time")]
    pub(crate) const fn with(mut self, text: &str) -> Self {
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

    /// Each in backticks, with commas between them; of a long list, the first twelve.
    #[expect(clippy::indexing_slicing, reason = "at compile time")]
    pub(crate) const fn with_list(mut self, texts: &[&str]) -> Self {
        let mut index = 0;
        while index < texts.len() {
            if index == Self::LISTED {
                return self.with(" and ").with_number(texts.len() - index).with(" more");
            }
            self = self.with(if index == 0 { "`" } else { ", `" }).with(texts[index]).with("`");
            index += 1;
        }
        self
    }

    const fn with_number(self, number: usize) -> Self {
        const DIGITS: &str = "0123456789";
        let more = if number >= 10 { self.with_number(number / 10) } else { self };
        more.with(DIGITS.split_at(number % 10).1.split_at(1).0)
    }

    /// Cut off where it is too long.
    pub(crate) const fn as_str(&self) -> &str {
        let bytes = self.bytes.split_at(self.length).0;
        match str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => match str::from_utf8(bytes.split_at(error.valid_up_to()).0) {
                Ok(text) => text,
                Err(_) => "",
            },
        }
    }
}

pub(crate) const fn equal(a: &str, b: &str) -> bool {
    a.len() == b.len() && matches!(compare(a, b), Ordering::Equal)
}

/// By bytes, as `str` compares. Calls are what takes long in a constant, so there are none in the loop.
#[expect(clippy::indexing_slicing, reason = "at compile time")]
pub(crate) const fn compare(a: &str, b: &str) -> Ordering {
    let (a_length, b_length) = (a.len(), b.len());
    let (a, b, mut index) = (a.as_bytes(), b.as_bytes(), 0);
    let shorter = if a_length < b_length { a_length } else { b_length };
    while index < shorter {
        if a[index] != b[index] {
            return if a[index] < b[index] { Ordering::Less } else { Ordering::Greater };
        }
        index += 1;
    }
    if a_length < b_length {
        Ordering::Less
    } else if a_length > b_length {
        Ordering::Greater
    } else {
        Ordering::Equal
    }
}
