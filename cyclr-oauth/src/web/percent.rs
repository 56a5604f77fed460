//! Percent-encodes everything but the unreserved characters of RFC 3986, in URLs, paths and forms.
//!
//! Text is written from its last byte to its first. One four-byte store per byte then suffices: the
//! next store overwrites the surplus.

#![expect(clippy::inline_always, reason = "the compiler sees the sizes, and drops the checks")]

#[cfg(feature = "api")]
use crate::values::{Secret, zeroed};

/// Eight bytes become at most 24, and the first store reaches one byte further.
const WINDOW: usize = 32;

/// A piece of a path or form.
#[cfg(feature = "api")]
pub(crate) enum Piece<'a> {
    /// Written unchanged.
    Text(&'static str),
    /// Percent-encoded.
    Value(&'a str),
}

/// Joins pieces in one allocation of their exact size. Text that grows would leave copies of
/// secrets in freed memory.
#[cfg(feature = "api")]
pub(crate) fn join(pieces: &[Piece<'_>]) -> Secret {
    let length = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => text.len(),
        Piece::Value(value) => encoded_len(value),
    });
    let mut joined = zeroed(length.sum());
    let mut free = joined.as_mut_slice();
    for piece in pieces.iter().rev() {
        free = match piece {
            Piece::Text(text) => write_text(free, text),
            Piece::Value(value) => write_encoded(free, value),
        };
    }
    Secret::from_written(joined)
}

/// The text for each byte: right-aligned in four bytes, its length in the first.
///
/// A `u32`, because arrays of four bytes are copied in three pieces.
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

/// The encoded length of a value.
pub(crate) fn encoded_len(value: &str) -> usize {
    value.bytes().map(|byte| (entry(byte) & 3) as usize).sum()
}

/// Writes an encoded value at the end of `free` and returns the part of `free` before it.
pub(crate) fn write_encoded<'f>(free: &'f mut [u8], value: &str) -> &'f mut [u8] {
    let mut end = free.len();
    let (rest, blocks) = value.as_bytes().as_rchunks::<8>();
    for block in blocks.iter().rev() {
        end = encoded_block(free, end, block);
    }
    end = encoded_block(free, end, rest);
    free.split_at_mut(end).0
}

/// Encodes up to eight bytes so that their text ends at `end`.
///
/// With a window of constant size, the compiler sees that every store fits, so one check per block
/// is enough.
#[inline(always)]
fn encoded_block(free: &mut [u8], end: usize, block: &[u8]) -> usize {
    let window = free.get_mut(..end).and_then(|free| free.last_chunk_mut::<WINDOW>());
    let Some(window) = window else { return encoded_near_the_start(free, end, block) };
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

/// The same for a buffer without room for a whole window.
#[inline(never)]
fn encoded_near_the_start(free: &mut [u8], mut end: usize, block: &[u8]) -> usize {
    for byte in block.iter().rev() {
        let entry = entry(*byte);
        let text = entry.to_le_bytes();
        let (_, text) = text.split_at(text.len() - (entry & 3) as usize);
        let (before, _) = free.split_at_mut(end);
        end = write_bytes(before, text).len();
    }
    end
}

/// Writes a text at the end of `free` and returns the part of `free` before it.
#[inline(always)]
pub(crate) fn write_text<'f>(free: &'f mut [u8], text: &str) -> &'f mut [u8] {
    write_bytes(free, text.as_bytes())
}

#[inline(always)]
fn write_bytes<'f>(free: &'f mut [u8], text: &[u8]) -> &'f mut [u8] {
    let (free, place) = free.split_at_mut(free.len() - text.len());
    place.copy_from_slice(text);
    free
}

#[cfg(test)]
mod tests {
    use super::{encoded_len, write_encoded};

    #[test]
    fn buffers_of_every_size_hold_exactly_the_encoded_text() {
        for length in 0..80 {
            let value: String = "a+/ü~".chars().cycle().take(length).collect();
            let mut buffer = vec![0; encoded_len(&value)];
            assert!(write_encoded(&mut buffer, &value).is_empty());
            let expected = percent_encoded(&value);
            assert_eq!(String::from_utf8(buffer).unwrap(), expected);
        }
    }

    fn percent_encoded(value: &str) -> String {
        value.replace('+', "%2B").replace('/', "%2F").replace('ü', "%C3%BC")
    }
}
