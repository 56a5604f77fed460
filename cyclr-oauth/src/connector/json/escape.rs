//! JSON escapes, in a string and in a string inside a string.
//!
//! Both depths escape the same bytes: a quote, a backslash and the control characters. The output
//! matches `serde_json`.

#![expect(clippy::inline_always, reason = "the compiler sees the sizes, and drops the checks")]

/// Whether any byte needs an escape.
///
/// `|` instead of `||`, blocks of constant size, and a distance instead of comparisons let the
/// compiler check sixteen bytes at a time.
#[inline]
pub(super) fn needs_escape(text: &[u8]) -> bool {
    // Returning early keeps the compiler from vectorizing over the blocks as well, which is slower.
    if text.as_chunks::<128>().0.iter().any(|block| any::<16>(block)) {
        return true;
    }
    if let Some(last) = text.last_chunk::<128>() {
        return any::<16>(last);
    }
    both_ends::<64>(text)
        .or_else(|| both_ends::<32>(text))
        .or_else(|| both_ends::<16>(text))
        .or_else(|| Some(any::<8>(text.first_chunk::<8>()?) | any::<8>(text.last_chunk::<8>()?)))
        .unwrap_or_else(|| any::<1>(text))
}

#[expect(clippy::needless_bitwise_bool, reason = "`||` would keep it from being vectorised")]
#[inline(always)]
fn any<const ROW: usize>(bytes: &[u8]) -> bool {
    // Zero for a backslash, a quote and control characters: `^ 2` keeps those below 0x20 and turns the
    // quote, 0x22, into 0x20.
    let distance = |byte: u8| (byte ^ 2).saturating_sub(0x20).min(byte ^ b'\\');
    let mut least = [0xFF; ROW];
    for row in bytes.as_chunks::<ROW>().0 {
        for (least, byte) in least.iter_mut().zip(row) {
            *least = distance(*byte).min(*least);
        }
    }
    least.iter().fold(false, |any, least| any | (*least == 0))
}

/// Checks a text of `N` to 2 × `N` bytes: one block from each end.
#[inline(always)]
fn both_ends<const N: usize>(text: &[u8]) -> Option<bool> {
    Some(any::<16>(text.first_chunk::<N>()?) | any::<16>(text.last_chunk::<N>()?))
}

/// The text for every byte, at one depth.
pub(super) struct Escapes {
    /// The text from the first byte on; its length is in the last three bits.
    texts: [u64; 256],
    /// The lengths separately, which add up faster.
    lengths: [u8; 256],
}

pub(super) static ONCE: Escapes = Escapes::new(false);
pub(super) static TWICE: Escapes = Escapes::new(true);

#[expect(clippy::indexing_slicing, reason = "a table of 256 has an entry for every byte")]
impl Escapes {
    /// Text is checked in pieces of this size.
    pub(super) const PIECE: usize = 256;

    const fn new(twice: bool) -> Self {
        let mut escapes = Self { texts: [0; 256], lengths: [0; 256] };
        let mut byte = 0_u8;
        loop {
            let (mut text, length) = escape(byte, twice);
            text[7] |= length << 5;
            escapes.texts[byte as usize] = u64::from_le_bytes(text);
            escapes.lengths[byte as usize] = length;
            if byte == u8::MAX {
                return escapes;
            }
            byte += 1;
        }
    }

    #[inline(always)]
    fn entry(&self, byte: u8) -> ([u8; 8], usize) {
        let entry = self.texts[usize::from(byte)];
        (entry.to_le_bytes(), (entry >> 61) as usize)
    }

    /// The number of bytes that escaping adds.
    pub(super) fn extra(&self, text: &[u8]) -> usize {
        let pieces = text.chunks(Self::PIECE).filter(|piece| needs_escape(piece));
        pieces.map(|piece| self.length(piece) - piece.len()).sum()
    }

    fn length(&self, text: &[u8]) -> usize {
        // Eight bytes become at most 56, so their sum fits a byte. Adding bytes takes the fewest
        // instructions.
        let sum = |bytes: &[u8]| {
            let lengths = bytes.iter().map(|byte| self.lengths[usize::from(*byte)]);
            usize::from(lengths.fold(0, u8::wrapping_add))
        };
        let (blocks, rest) = text.as_chunks::<8>();
        blocks.iter().map(|block| sum(block)).sum::<usize>() + sum(rest)
    }

    /// Writes an escaped text at the start of `free` and returns the rest of `free`.
    pub(super) fn write<'a>(&self, mut free: &'a mut [u8], text: &[u8]) -> &'a mut [u8] {
        let (blocks, rest) = text.as_chunks::<8>();
        for block in blocks {
            free = self.write_block(free, block);
        }
        self.write_block(free, rest)
    }

    /// Writes up to eight bytes, which become at most 56.
    ///
    /// With a window of constant size, the compiler sees that every store fits, so one check per
    /// block is enough. Each store is eight bytes wide; the next one overwrites the surplus.
    #[inline(always)]
    fn write_block<'a>(&self, free: &'a mut [u8], block: &[u8]) -> &'a mut [u8] {
        let Some(window) = free.first_chunk_mut::<64>() else {
            return self.write_near_the_end(free, block);
        };
        let mut at = 0;
        for byte in block {
            let (text, length) = self.entry(*byte);
            if let Some(place) = window.get_mut(at..).and_then(|window| window.first_chunk_mut()) {
                *place = text;
            }
            at += length;
        }
        free.split_at_mut(at).1
    }

    #[inline(never)]
    fn write_near_the_end<'a>(&self, mut free: &'a mut [u8], block: &[u8]) -> &'a mut [u8] {
        for byte in block {
            let (text, length) = self.entry(*byte);
            free = copy(free, text.split_at(length).0);
        }
        free
    }
}

/// Writes a text at the start of `free` and returns the rest of `free`.
#[inline(always)]
pub(super) fn copy<'a>(free: &'a mut [u8], text: &[u8]) -> &'a mut [u8] {
    let (place, free) = free.split_at_mut(text.len());
    place.copy_from_slice(text);
    free
}

/// The text of one byte, and its length.
#[expect(clippy::indexing_slicing, reason = "evaluated at compile time")]
const fn escape(byte: u8, twice: bool) -> ([u8; 8], u8) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let (high, low) = (HEX[byte as usize >> 4], HEX[byte as usize & 15]);
    let letter = match byte {
        0x08 => b'b',
        b'\t' => b't',
        b'\n' => b'n',
        0x0C => b'f',
        b'\r' => b'r',
        b'"' | b'\\' => byte,
        // At the second depth, the backslash of an escape is escaped too, and so is a quote or a
        // backslash.
        0..0x20 if twice => return ([b'\\', b'\\', b'u', b'0', b'0', high, low, 0], 7),
        0..0x20 => return ([b'\\', b'u', b'0', b'0', high, low, 0, 0], 6),
        _ => return ([byte, 0, 0, 0, 0, 0, 0, 0], 1),
    };
    match (twice, letter) {
        (false, _) => ([b'\\', letter, 0, 0, 0, 0, 0, 0], 2),
        (true, b'"' | b'\\') => ([b'\\', b'\\', b'\\', letter, 0, 0, 0, 0], 4),
        (true, _) => ([b'\\', b'\\', letter, 0, 0, 0, 0, 0], 3),
    }
}

#[cfg(test)]
mod tests {
    use super::{Escapes, ONCE, TWICE, needs_escape};

    #[test]
    fn every_place_of_every_length_is_looked_at() {
        for length in 0..330 {
            let clean = vec![b'#'; length];
            assert!(!needs_escape(&clean), "{length}");
            for place in 0..length {
                for byte in [b'"', b'\\', 0, 0x1F] {
                    let mut text = clean.clone();
                    text[place] = byte;
                    assert!(needs_escape(&text), "{byte} at {place} of {length}");
                }
            }
        }
    }

    #[test]
    fn every_byte_becomes_what_serde_json_makes_of_it() {
        let text = |escapes: &Escapes, byte| {
            let (text, length) = escapes.entry(byte);
            assert_eq!(usize::from(escapes.lengths[usize::from(byte)]), length);
            text[..length].to_vec()
        };
        for byte in 0..=u8::MAX {
            if !byte.is_ascii() {
                // Part of a multi-byte character, which stays unchanged.
                assert_eq!((text(&ONCE, byte), text(&TWICE, byte)), (vec![byte], vec![byte]));
                continue;
            }
            let once = serde_json::to_string(&char::from(byte)).unwrap();
            let once = once[1..once.len() - 1].to_owned();
            let twice = serde_json::to_string(&once).unwrap();
            assert_eq!(text(&ONCE, byte), once.as_bytes());
            assert_eq!(text(&TWICE, byte), &twice.as_bytes()[1..twice.len() - 1]);
            assert_eq!(needs_escape(&[byte]), once.len() > 1);
        }
    }
}
