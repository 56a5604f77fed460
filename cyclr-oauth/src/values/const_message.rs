//! Builds compile-time panic messages, because `format!` isn't available in constants.

use std::cmp::Ordering;

pub(crate) struct ConstMessage {
    bytes: [u8; Self::LONGEST],
    length: usize,
}

impl ConstMessage {
    const LONGEST: usize = 1024;
    /// The maximum number of items that a list shows.
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

    /// Adds the texts in backticks, separated by commas; after twelve, only the number of the rest.
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

    /// The message, truncated to the buffer.
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

/// Compares bytes, as `str` does. Constant evaluation is slow, above all for calls, so this makes
/// no calls and compares eight bytes per iteration.
pub(crate) const fn compare(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
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
    loop {
        match (a, b) {
            (&[a_first, ref a_rest @ ..], &[b_first, ref b_rest @ ..]) => {
                if a_first != b_first {
                    return if a_first < b_first { Ordering::Less } else { Ordering::Greater };
                }
                (a, b) = (a_rest, b_rest);
            }
            ([], []) => return Ordering::Equal,
            ([], _) => return Ordering::Less,
            (_, []) => return Ordering::Greater,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ConstMessage, compare, equal};

    #[test]
    fn a_list_ends_after_twelve_items() {
        for (count, end) in
            [(1, "of `a`"), (2, "of `a`, `a`"), (12, "`a`"), (122, "`a` and 110 more")]
        {
            let names = vec!["a"; count];
            let message = ConstMessage::new().with("of ").with_list(&names);
            assert!(message.as_str().ends_with(end), "{}", message.as_str());
            assert_eq!(message.as_str().matches("`a`").count(), count.min(ConstMessage::LISTED));
        }
    }

    #[test]
    fn a_long_message_is_cut_between_two_characters() {
        let almost = "a".repeat(ConstMessage::LONGEST - 1);
        assert_eq!(
            ConstMessage::new().with(&almost).with("b").with("c").as_str(),
            format!("{almost}b")
        );
        assert_eq!(ConstMessage::new().with(&almost).with("é").as_str(), almost);
    }

    #[test]
    fn compares_as_str_does() {
        let texts = [
            "",
            "a",
            "b",
            "é",
            "abcdefg",
            "abcdefgh",
            "abcdefgi",
            "abcdefghi",
            "abcdefghj",
            "aaaaaaaa",
            "zbcdefgh",
            "abcdefghabcdefgh",
            "abcdefghabcdefgz",
            "abcdefghabcdefghé",
        ];
        // Eight bytes of which one or two differ; `@` and a space have no bit in common.
        let pairs = (0..8).flat_map(|first| (first..8).map(move |second| [first, second]));
        let eight = pairs.flat_map(|changed| {
            ['b', '@', ' '].map(|other| {
                let byte = |at| if changed.contains(&at) { other } else { 'a' };
                (0..8).map(byte).collect::<String>()
            })
        });
        let texts: Vec<_> = texts.map(str::to_owned).into_iter().chain(eight).collect();
        for (a, b) in texts.iter().flat_map(|a| texts.iter().map(move |b| (a, b))) {
            assert_eq!(compare(a, b), a.cmp(b), "{a} {b}");
            assert_eq!(equal(a, b), a == b, "{a} {b}");
        }
    }
}
