//! JSON output: first to a counter, then to a buffer of that size.

#![expect(clippy::inline_always, reason = "constant texts become a few wide stores")]

use std::mem;

use crate::connector::json::escape::{Escapes, ONCE, TWICE, copy, needs_escape};
use crate::values::{Secret, UtcTimestamp, zeroed};

/// A value that writes itself as JSON, always with the same text.
pub(crate) trait Json {
    fn write(&self, out: &mut impl Out);

    /// The text, in one allocation of its exact size.
    fn to_secret(&self) -> Secret {
        let mut count = Count::default();
        self.write(&mut count);
        if count.escapes {
            let mut json = zeroed(count.length);
            self.write(&mut Escaping { free: &mut json });
            Secret::from_written(json)
        } else {
            let mut json = String::with_capacity(count.length);
            self.write(&mut json);
            Secret::from(json)
        }
    }
}

// The methods are always inlined, so that a constant text becomes a few stores of a constant width.
pub(crate) trait Out {
    /// Writes text that needs no escapes.
    fn raw(&mut self, text: &str);
    /// Writes a time, which needs no escapes either.
    fn time(&mut self, time: UtcTimestamp) {
        self.raw(time.text().as_str());
    }
    /// Escapes text for a JSON string.
    fn once(&mut self, text: &str);
    /// Escapes text for a JSON string inside a JSON string.
    fn twice(&mut self, text: &str);
    /// Writes text that has been counted already.
    #[inline(always)]
    fn counted(&mut self, _: &Count, write: impl FnOnce(&mut Self)) {
        write(self);
    }
}

/// Counts bytes, and notes whether any needs an escape.
#[derive(Default)]
pub(crate) struct Count {
    pub(super) length: usize,
    escapes: bool,
}

impl Count {
    #[inline(always)]
    fn text(&mut self, text: &str, escapes: &Escapes) {
        self.length += text.len();
        if needs_escape(text.as_bytes()) {
            self.escapes = true;
            self.length += escapes.extra(text.as_bytes());
        }
    }
}

impl Out for Count {
    #[inline(always)]
    fn raw(&mut self, text: &str) {
        self.length += text.len();
    }

    fn time(&mut self, time: UtcTimestamp) {
        self.length += time.text_len();
    }

    #[inline(always)]
    fn once(&mut self, text: &str) {
        self.text(text, &ONCE);
    }

    #[inline(always)]
    fn twice(&mut self, text: &str) {
        self.text(text, &TWICE);
    }

    #[inline(always)]
    fn counted(&mut self, count: &Self, _: impl FnOnce(&mut Self)) {
        self.length += count.length;
        self.escapes |= count.escapes;
    }
}

/// Output without escapes, which nearly every payload is.
impl Out for String {
    #[inline(always)]
    fn raw(&mut self, text: &str) {
        self.push_str(text);
    }

    #[inline(always)]
    fn once(&mut self, text: &str) {
        self.push_str(text);
    }

    #[inline(always)]
    fn twice(&mut self, text: &str) {
        self.push_str(text);
    }
}

/// Output with escapes.
struct Escaping<'a> {
    free: &'a mut [u8],
}

impl Escaping<'_> {
    fn text(&mut self, text: &str, escapes: &Escapes) {
        let mut free = mem::take(&mut self.free);
        // In pieces, so that one quote doesn't slow down a whole long token.
        for piece in text.as_bytes().chunks(Escapes::PIECE) {
            free = if needs_escape(piece) { escapes.write(free, piece) } else { copy(free, piece) };
        }
        self.free = free;
    }
}

impl Out for Escaping<'_> {
    #[inline(always)]
    fn raw(&mut self, text: &str) {
        self.free = copy(mem::take(&mut self.free), text.as_bytes());
    }

    fn once(&mut self, text: &str) {
        self.text(text, &ONCE);
    }

    fn twice(&mut self, text: &str) {
        self.text(text, &TWICE);
    }
}
