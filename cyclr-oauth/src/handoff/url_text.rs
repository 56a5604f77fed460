//! Percent-encodes the URL on the stack, then copies it once.
//!
//! It is written from its last byte to its first, like the encoder.

#![expect(clippy::inline_always, reason = "the compiler sees the sizes, and drops the checks")]

use crate::values::{AccountConnectorId, Secret, zeroed};
use crate::web::{ServiceDomain, encoded_len, write_encoded, write_text};

const PATH: &str = "/connectorauth/updateaccountconnectoroauth?id=";
const TOKEN: &str = "&token=";
const TARGET: &str = "&targetOrigin=";
pub(super) const MESSAGE: &str = "&callbackMessage=";

/// The parts of a URL.
pub(super) struct Parts<'a> {
    pub(super) service_domain: &'a ServiceDomain,
    pub(super) id: AccountConnectorId,
    pub(super) token: &'a str,
    pub(super) target_origin: &'a str,
    pub(super) callback_message: Option<&'a str>,
}

impl Parts<'_> {
    /// Writes the URL into one allocation of its exact size. Text that grows would leave copies of
    /// the token in freed memory.
    pub(super) fn to_url(&self) -> Secret {
        // Nearly every URL fits on the stack, which takes fewer instructions than counting first.
        if self.longest() <= Block::SIZE {
            let mut block = Block([0; Block::SIZE]);
            let start = self.write(&mut block.0).len();
            return Secret::from(block.text_from(start));
        }
        let mut url = zeroed(self.length());
        self.write(&mut url);
        Secret::from_written(url)
    }

    /// Writes the URL at the end of `free` and returns the part of `free` before it.
    #[inline(always)]
    fn write<'f>(&self, mut free: &'f mut [u8]) -> &'f mut [u8] {
        if let Some(message) = self.callback_message {
            free = write_encoded(free, message);
            free = write_text(free, MESSAGE);
        }
        free = write_encoded(free, self.target_origin);
        free = write_text(free, TARGET);
        free = write_encoded(free, self.token);
        free = write_text(free, TOKEN);
        free = write_number(free, self.id.get());
        free = write_text(free, PATH);
        free = write_text(free, self.service_domain.authority());
        // Two calls with constants compile to fewer instructions than one call with a choice.
        if self.service_domain.is_https() {
            write_text(free, "https://")
        } else {
            write_text(free, "http://")
        }
    }

    /// The number of bytes that `write` writes.
    fn length(&self) -> usize {
        let digits = self.id.get().checked_ilog10().unwrap_or_default() as usize + 1;
        let values = encoded_len(self.token)
            + encoded_len(self.target_origin)
            + self.callback_message.map_or(0, encoded_len);
        self.length_around_values(digits) + values
    }

    /// An upper bound without looking at the text: three bytes for each one.
    fn longest(&self) -> usize {
        let message = self.callback_message.map_or(0, str::len);
        let values = self.token.len() + self.target_origin.len() + message;
        self.length_around_values("18446744073709551615".len()) + 3 * values
    }

    #[inline(always)]
    fn length_around_values(&self, digits: usize) -> usize {
        let scheme = if self.service_domain.is_https() { "https://" } else { "http://" };
        let message = if self.callback_message.is_some() { MESSAGE } else { "" };
        scheme.len()
            + self.service_domain.authority().len()
            + PATH.len()
            + digits
            + TOKEN.len()
            + TARGET.len()
            + message.len()
    }
}

/// A stack buffer for a URL, wiped after use.
///
/// Buffer and check start aligned, because the UTF-8 check then reads sixteen bytes at a time.
#[repr(align(16))]
struct Block([u8; Self::SIZE]);

impl Block {
    const SIZE: usize = 512;

    #[expect(clippy::expect_used, reason = "an invariant, see its text")]
    fn text_from(&self, start: usize) -> &str {
        let aligned = start & !15;
        let (_, text) = self.0.split_at(aligned);
        let text = str::from_utf8(text).expect("the URL is ASCII, and the rest of the block zeros");
        text.split_at(start - aligned).1
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        self.0.fill(0);
        zeroize::optimization_barrier(&self.0);
    }
}

fn write_number(mut free: &mut [u8], mut number: u64) -> &mut [u8] {
    loop {
        let (rest, digit) = free.split_at_mut(free.len() - 1);
        digit.fill(b'0' + (number % 10) as u8);
        free = rest;
        number /= 10;
        if number == 0 {
            return free;
        }
    }
}
