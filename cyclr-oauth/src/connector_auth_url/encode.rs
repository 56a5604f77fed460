//! The text of the URL: percent-encoded into a block on the stack, then copied once.
//!
//! It is written from its last byte to its first, so that a byte becomes its text with one store of
//! four bytes: what the store has too many lands where the next one goes.

#![expect(clippy::inline_always, reason = "the compiler sees the sizes, and drops the checks")]

use crate::secret::zeroed;
use crate::{AccountConnectorId, Secret, ServiceDomain};

const PATH: &str = "/connectorauth/updateaccountconnectoroauth?id=";
const TOKEN: &str = "&token=";
const TARGET: &str = "&targetOrigin=";
pub(super) const MESSAGE: &str = "&callbackMessage=";

/// Eight bytes become at most 24, and the first store reaches one further.
const WINDOW: usize = 32;

/// What a URL is made of.
pub(super) struct Parts<'a> {
    pub(super) service_domain: &'a ServiceDomain,
    pub(super) id: AccountConnectorId,
    pub(super) token: &'a str,
    pub(super) target_origin: &'a str,
    pub(super) callback_message: Option<&'a str>,
}

impl Parts<'_> {
    /// The URL, in one allocation of just its size: text that grows leaves copies of the token in
    /// freed memory.
    pub(super) fn to_url(&self) -> Secret {
        // Nearly every URL fits on the stack, which takes fewer instructions than counting first.
        if self.longest() <= Block::SIZE {
            let mut block = Block([0; Block::SIZE]);
            let start = self.write(&mut block.0).len();
            return Secret::from(block.text_from(start));
        }
        let mut url = zeroed(self.length());
        self.write(&mut url);
        // Made of nothing but whole texts, so there is no error to lose.
        Secret::from(String::from_utf8(url).unwrap_or_default())
    }

    /// Writes the URL at the end of `free`, and returns what is left of it.
    #[inline(always)]
    fn write<'f>(&self, mut free: &'f mut [u8]) -> &'f mut [u8] {
        if let Some(message) = self.callback_message {
            free = encoded(free, message);
            free = text(free, MESSAGE);
        }
        free = encoded(free, self.target_origin);
        free = text(free, TARGET);
        free = encoded(free, self.token);
        free = text(free, TOKEN);
        free = number(free, self.id.get());
        free = text(free, PATH);
        free = text(free, self.service_domain.authority());
        // Two calls with constants, and not one with a choice of two.
        if self.service_domain.is_https() { text(free, "https://") } else { text(free, "http://") }
    }

    /// How much `write` writes.
    fn length(&self) -> usize {
        let digits = self.id.get().checked_ilog10().unwrap_or_default() as usize + 1;
        let values = encoded_length(self.token)
            + encoded_length(self.target_origin)
            + self.callback_message.map_or(0, encoded_length);
        self.length_around_values(digits) + values
    }

    /// How much it writes at most, without looking: three bytes for each.
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

/// Room for a URL, wiped when it is done with.
///
/// Aligned, and checked from an aligned place on, since that is where the check that bytes are text
/// takes sixteen at a time.
#[repr(align(16))]
struct Block([u8; Self::SIZE]);

impl Block {
    const SIZE: usize = 512;

    fn text_from(&self, start: usize) -> &str {
        // What was written is ASCII, and what was not is zeros: all of it is text.
        let aligned = start & !15;
        let text = self.0.get(aligned..).and_then(|text| str::from_utf8(text).ok());
        text.and_then(|text| text.get(start - aligned..)).unwrap_or_default()
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        self.0.fill(0);
        zeroize::optimization_barrier(&self.0);
    }
}

/// What a byte becomes: its text at the end of the four bytes, the length of that text in the first.
///
/// A `u32`, since arrays of four bytes are copied in three pieces.
#[expect(clippy::indexing_slicing, reason = "evaluated at compile time")]
static ENCODED: [u32; 256] = {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut table = [0; 256];
    let mut byte = 0_u8;
    loop {
        let unreserved = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        table[byte as usize] = u32::from_le_bytes(if unreserved {
            [1, 0, 0, byte]
        } else {
            [3, b'%', HEX[byte as usize >> 4], HEX[byte as usize & 15]]
        });
        if byte == u8::MAX {
            break table;
        }
        byte += 1;
    }
};

#[expect(clippy::indexing_slicing, reason = "a table of 256 has an entry for every byte")]
fn entry(byte: u8) -> u32 {
    ENCODED[usize::from(byte)]
}

fn encoded_length(value: &str) -> usize {
    value.bytes().map(|byte| (entry(byte) & 3) as usize).sum()
}

/// Writes a value at the end of `free`, and returns what is left of it.
fn encoded<'f>(free: &'f mut [u8], value: &str) -> &'f mut [u8] {
    let mut end = free.len();
    let (rest, blocks) = value.as_bytes().as_rchunks::<8>();
    for block in blocks.iter().rev() {
        end = encoded_block(free, end, block);
    }
    end = encoded_block(free, end, rest);
    free.get_mut(..end).unwrap_or_default()
}

/// Up to eight bytes; `end` is where what they become has to end.
///
/// The window's constant size lets the compiler see that no store can miss it, which leaves one
/// check a block. There is always room for it: the path is longer.
#[inline(always)]
fn encoded_block(free: &mut [u8], end: usize, block: &[u8]) -> usize {
    let window = free.get_mut(..end).and_then(|free| free.last_chunk_mut::<WINDOW>());
    let Some(window) = window else { return end };
    let mut at = WINDOW;
    for byte in block.iter().rev() {
        let entry = entry(*byte);
        if let Some(place) = window.get_mut(..at).and_then(|window| window.last_chunk_mut()) {
            *place = entry.to_le_bytes();
        }
        at -= (entry & 3) as usize;
    }
    end - WINDOW + at
}

#[inline(always)]
fn text<'f>(free: &'f mut [u8], text: &str) -> &'f mut [u8] {
    let start = free.len().checked_sub(text.len());
    let Some((free, place)) = start.and_then(|start| free.split_at_mut_checked(start)) else {
        return &mut [];
    };
    place.copy_from_slice(text.as_bytes());
    free
}

fn number(mut free: &mut [u8], mut number: u64) -> &mut [u8] {
    loop {
        let Some((digit, rest)) = free.split_last_mut() else { return &mut [] };
        *digit = b'0' + u8::try_from(number % 10).unwrap_or_default();
        free = rest;
        number /= 10;
        if number == 0 {
            return free;
        }
    }
}
