//! What the compiler says when it evaluates a constant; `format!` can't run there.

pub(crate) struct ConstMessage {
    bytes: [u8; Self::LONGEST],
    length: usize,
}

impl ConstMessage {
    const LONGEST: usize = 1024;

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

    /// Each in backticks, with commas between them; of many, the first twelve.
    pub(crate) const fn with_list(mut self, mut texts: &[&str]) -> Self {
        let mut shown = 0;
        while let [text, rest @ ..] = texts {
            if shown == 12 {
                return self.with(" and ").with_number(texts.len()).with(" more");
            }
            shown += 1;
            self = self.with(if shown == 1 { "`" } else { ", `" }).with(text).with("`");
            texts = rest;
        }
        self
    }

    #[expect(clippy::indexing_slicing, reason = "at compile time")]
    const fn with_number(self, number: usize) -> Self {
        const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        let this = if number < 10 { self } else { self.with_number(number / 10) };
        this.with(DIGITS[number % 10])
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
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
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

pub(crate) const fn contains(mut texts: &[&str], text: &str) -> bool {
    while let [one, rest @ ..] = texts {
        if equal(one, text) {
            return true;
        }
        texts = rest;
    }
    false
}
