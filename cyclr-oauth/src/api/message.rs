//! [`Message`]: the part of a refusal that is safe to print.
//!
//! A server may repeat what it was sent, in any form, so searching its text for secrets can't be
//! complete. The rule is therefore the reverse: a message is printed only if it shares no run of
//! letters or digits with any secret of the request, and otherwise withheld as a whole.

use std::collections::HashSet;

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::api::json_texts::{each_text, unescaped};
use crate::values::{Secret, wipe, zeroed};

/// Cyclr's message.
pub(crate) enum Message {
    /// No message in the form that Cyclr documents.
    None,
    /// On one line, of at most 300 characters.
    Printable(String),
    /// A message that shares a run with a secret, or may hide one.
    Withheld,
}

/// How many letters and digits in a row two texts must share. Six suffice to show that one repeats
/// part of the other, and are too many for chance.
const RUN: usize = 6;

/// The most characters that are printed.
const SHOWN: usize = 300;

/// The most bytes that are examined: more than 300 characters can take.
const LONGEST: usize = 2048;

impl Message {
    /// Classifies a message. `secrets` passes the request's secrets to its argument, one by one.
    ///
    /// It makes one pass over each secret, whatever its length.
    pub(super) fn new(text: &str, secrets: impl FnOnce(&mut dyn FnMut(&str))) -> Self {
        let text = text.trim();
        if text.is_empty() {
            return Self::None;
        }
        let mut end = LONGEST.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let text = text.split_at(end).0;
        let runs = Runs::of(text);
        let (mut any, mut shared) = (false, false);
        secrets(&mut |secret| {
            any |= !secret.is_empty();
            shared = shared || runs.share(secret, 0);
        });
        if shared || (any && has_escapes(text)) {
            return Self::Withheld;
        }
        Self::Printable(on_one_line(text, SHOWN))
    }
}

/// Whether a text contains percent-encoding, escapes or entities, which may hide a secret.
fn has_escapes(text: &str) -> bool {
    let begins_escape = |after: &str| {
        let mut after = after.chars();
        match after.next() {
            Some('\\') => true,
            // `%2B`, and `%u002B` as JavaScript's `escape` writes it.
            Some('%') => {
                after.next().is_some_and(|c| c.is_ascii_hexdigit() || matches!(c, 'u' | 'U'))
            }
            // `&#43;`, also without its semicolon, and `&plus;`.
            Some('&') => {
                let mut name = after.take_while(|c| !c.is_whitespace());
                name.next() == Some('#') || name.take(32).any(|c| c == ';')
            }
            _ => false,
        }
    };
    text.match_indices(['\\', '%', '&']).any(|(at, _)| begins_escape(text.split_at(at).1))
}

/// The runs of a message, to compare with a secret.
struct Runs<'m> {
    text: &'m str,
    /// Every six letters or digits in a row; every five and four, for shorter secrets.
    in_a_row: [HashSet<u64>; 3],
    /// The words of at most three letters.
    words: HashSet<u64>,
}

impl<'m> Runs<'m> {
    fn of(text: &'m str) -> Self {
        let mut letters = Vec::with_capacity(4 * text.len());
        each_letter(text, |letter| letters.push(letter));
        // Both alphabets, with `-` as a digit and as a separator, from each of the four positions
        // where a group of digits may begin.
        for digit in [base64_digit, |byte| base64_digit(byte).filter(|_| byte != b'-')] {
            for start in 0..4 {
                // Keeps runs from spanning two texts: a letter is never zero.
                letters.push(0);
                let decoded: Vec<_> = decoded(text, digit, start).collect();
                let decoded = String::from_utf8_lossy(&decoded);
                each_letter(&decoded, |letter| letters.push(letter));
            }
        }
        let in_a_row = [RUN, 5, 4].map(|length| letters.windows(length).map(pack).collect());
        let words = text.split(|c: char| !c.is_alphanumeric()).filter_map(|word| {
            let mut letters = Vec::with_capacity(word.len());
            each_letter(word, |letter| letters.push(letter));
            (1..4).contains(&letters.len()).then(|| pack(&letters))
        });
        Self { text, in_a_row, words: words.collect() }
    }

    /// Whether the message and a secret share a run. A JSON secret also counts by its values and
    /// names, and a base64 secret by its decoded text. Each of these steps makes the secret
    /// shorter.
    fn share(&self, secret: &str, step: u8) -> bool {
        if step < STEPS {
            let json = secret.trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']);
            if json.starts_with(['{', '[', '"']) {
                let mut shared = false;
                let is_json = each_text(json, &mut |text, is_name| {
                    let counts = !(is_name && is_token_part(text));
                    shared = shared || (counts && self.share(text, step + 1));
                });
                if is_json || shared {
                    return shared;
                }
            }
            let mut words = secret.split_ascii_whitespace().filter_map(from_base64);
            if words.any(|text| self.share(text.expose_secret(), step + 1)) {
                return true;
            }
            // Escapes that aren't in well-formed JSON, or are nested too deeply.
            if secret.contains('\\') && self.share(unescaped(secret).expose_secret(), step + 1) {
                return true;
            }
        }
        let [sixes, fives, fours] = &self.in_a_row;
        let (mut run, mut length, mut shared) = (0_u64, 0_usize, false);
        each_letter(secret, |letter| {
            run = (run << 8 | u64::from(letter)) & RUN_MASK;
            length += 1;
            shared = shared || (length >= RUN && sixes.contains(&run));
        });
        // Of a secret shorter than a run, four and five letters count anywhere, fewer only as a word;
        // without letters, the secret's own characters count.
        shared
            || match length {
                0 => !secret.trim().is_empty() && self.text.contains(secret.trim()),
                1..4 => self.words.contains(&run),
                4 => fours.contains(&run),
                5 => fives.contains(&run),
                _ => false,
            }
    }
}

/// How many layers of JSON, base64 and escapes are removed from a secret.
const STEPS: u8 = 3;

/// The last six bytes.
const RUN_MASK: u64 = (1 << (8 * RUN)) - 1;

fn pack(letters: &[u8]) -> u64 {
    letters.iter().fold(0, |run, letter| run << 8 | u64::from(*letter))
}

/// Visits the letters and digits of a text, without their case, as UTF-8.
fn each_letter(text: &str, mut each: impl FnMut(u8)) {
    // Nearly every text is ASCII, where each byte takes one table lookup.
    if text.is_ascii() {
        text.bytes().map(folded).filter(|letter| *letter != 0).for_each(each);
        return;
    }
    for c in text.chars().filter(|c| c.is_alphanumeric()) {
        // Through upper case, in which `ß` is `SS` and both small sigmas are the same.
        for c in c.to_uppercase().flat_map(char::to_lowercase) {
            c.encode_utf8(&mut [0; 4]).bytes().for_each(&mut each);
        }
    }
}

/// An ASCII letter or digit in lower case; zero for any other byte.
#[expect(clippy::indexing_slicing, reason = "a table of 256 has an entry for every byte")]
fn folded(byte: u8) -> u8 {
    static FOLDED: [u8; 256] = {
        let mut table = [0; 256];
        let mut byte = 0_u8;
        while byte.is_ascii() {
            if byte.is_ascii_alphanumeric() {
                table[byte as usize] = byte.to_ascii_lowercase();
            }
            byte += 1;
        }
        table
    };
    FOLDED[usize::from(byte)]
}

/// The member names of an `AuthValue`, which a message may mention.
fn is_token_part(key: &str) -> bool {
    matches!(key, "AccessToken" | "RefreshToken" | "Expires" | "RefreshExpires")
}

/// A digit of base64, in either alphabet.
fn base64_digit(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

/// Decodes all base64 digits of a text except the first `start`, whatever is between them.
fn decoded(text: &str, digit: impl Fn(u8) -> Option<u8>, start: usize) -> impl Iterator<Item = u8> {
    let digits = text.bytes().filter_map(digit).skip(start);
    let (mut bits, mut count) = (0_u16, 0_u8);
    digits.filter_map(move |digit| {
        bits = bits << 6 | u16::from(digit);
        count += 6;
        (count >= 8).then(|| {
            count -= 8;
            let [_, byte] = (bits >> count).to_be_bytes();
            byte
        })
    })
}

/// Longer than any header that a server accepts, with or without Basic credentials.
const LONGEST_CREDENTIAL: usize = 64 * 1024;

/// Decodes base64 of either alphabet, with or without padding, to text.
fn from_base64(text: &str) -> Option<Secret> {
    const CONFIG: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    const PLAIN: GeneralPurpose = GeneralPurpose::new(&STANDARD, CONFIG);
    const FOR_URLS: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, CONFIG);

    let text = text.trim();
    if !(8..=LONGEST_CREDENTIAL).contains(&text.len())
        || !text.bytes().all(|byte| byte == b'=' || base64_digit(byte).is_some())
    {
        return None;
    }
    let engine = if text.contains(['-', '_']) { FOR_URLS } else { PLAIN };
    let mut buffer = zeroed(base64::decoded_len_estimate(text.len()));
    let length = engine.decode_slice(text, &mut buffer).ok();
    let decoded = length.and_then(|length| str::from_utf8(buffer.get(..length)?).ok());
    let decoded = decoded.map(Secret::from);
    wipe(buffer);
    decoded
}

/// For a log: one line of at most `at_most` characters.
fn on_one_line(text: &str, at_most: usize) -> String {
    let one_line = |c: char| if breaks_the_line(c) { ' ' } else { c };
    let mut shown: String = text.chars().take(at_most).map(one_line).collect();
    if text.chars().nth(at_most).is_some() {
        shown.push('…');
    }
    shown
}

/// Whether a character ends a line or changes its direction.
fn breaks_the_line(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}
