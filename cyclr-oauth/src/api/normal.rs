//! A text without the encodings that may lie over it, so that a secret is found under any of them.

use crate::secret::wipe;

/// The characters that a text stands for once percent-encoding, escapes of JSON and entities of HTML
/// are undone, in as many layers as there are; each with the bytes that it came from.
pub(super) struct Normal(Vec<(char, usize, usize)>);

impl Normal {
    pub(super) fn new(text: &str) -> Self {
        let chars = text.char_indices();
        let mut normal = Self(chars.map(|(at, c)| (c, at, at + c.len_utf8())).collect());
        // Each layer is shorter than the one over it.
        for _ in 0..8 {
            let length = normal.0.len();
            normal = normal.without_a_layer();
            if normal.0.len() == length {
                break;
            }
        }
        // What is left of escapes, and the other way to write a space.
        let mut rest = std::mem::take(&mut normal.0);
        normal.0 = rest
            .iter()
            .filter(|(c, ..)| *c != '\\')
            .map(|(c, start, end)| (if *c == '+' { ' ' } else { *c }, *start, *end))
            .collect();
        rest.fill(('\0', 0, 0));
        normal
    }

    /// Where `other` stands within this, in the bytes of the text.
    pub(super) fn find(&self, other: &Self) -> Vec<(usize, usize)> {
        if other.0.is_empty() {
            return Vec::new();
        }
        let is_there = |window: &[(char, usize, usize)]| {
            window.iter().zip(&other.0).all(|(here, there)| here.0 == there.0)
        };
        self.0
            .windows(other.0.len())
            .filter(|window| is_there(window))
            .filter_map(|window| Some((window.first()?.1, window.last()?.2)))
            .collect()
    }

    fn without_a_layer(mut self) -> Self {
        let mut below = Vec::with_capacity(self.0.len());
        let mut rest = self.0.as_slice();
        while let Some(((c, start, end), after)) = rest.split_first() {
            let decoded = match c {
                '%' => percent(rest),
                '\\' => escape(rest),
                '&' => entity(rest),
                _ => None,
            };
            let (decoded, length) = decoded.unwrap_or((*c, 1));
            let end = rest.get(length - 1).map_or(*end, |last| last.2);
            below.push((decoded, *start, end));
            rest = rest.get(length..).unwrap_or(after);
        }
        self.0.fill(('\0', 0, 0));
        Self(below)
    }
}

type Chars = [(char, usize, usize)];

fn number(chars: &Chars, radix: u32) -> Option<u32> {
    chars
        .iter()
        .try_fold(0_u32, |sum, (c, ..)| sum.checked_mul(radix)?.checked_add(c.to_digit(radix)?))
}

fn percent(chars: &Chars) -> Option<(char, usize)> {
    let byte = |index: usize| -> Option<u8> {
        let [('%', ..), digits @ ..] = chars.get(3 * index..3 * index + 3)? else { return None };
        u8::try_from(number(digits, 16)?).ok()
    };
    let bytes: Vec<_> = (0..4).map_while(byte).collect();
    let length = match bytes.first()? {
        0..0x80 => 1,
        0x80..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    };
    let c = str::from_utf8(bytes.get(..length)?).ok()?.chars().next();
    wipe(bytes);
    Some((c?, 3 * length))
}

fn escape(chars: &Chars) -> Option<(char, usize)> {
    let unit = |at: usize| -> Option<u16> {
        let [('\\', ..), ('u', ..), digits @ ..] = chars.get(at..at + 6)? else { return None };
        u16::try_from(number(digits, 16)?).ok()
    };
    Some(match chars.get(1)?.0 {
        'n' => ('\n', 2),
        'r' => ('\r', 2),
        't' => ('\t', 2),
        'b' => ('\u{8}', 2),
        'f' => ('\u{c}', 2),
        c @ ('"' | '/' | '\\') => (c, 2),
        'u' => {
            let units = [Some(unit(0)?), unit(6)];
            let c = char::decode_utf16(units.into_iter().flatten()).next()?.ok()?;
            (c, 6 * c.len_utf16())
        }
        _ => return None,
    })
}

fn entity(chars: &Chars) -> Option<(char, usize)> {
    let length = chars.iter().take(10).position(|(c, ..)| *c == ';')?;
    let name = chars.get(1..length)?;
    let c = match name {
        [('#', ..), ('x' | 'X', ..), digits @ ..] => char::from_u32(number(digits, 16)?)?,
        [('#', ..), digits @ ..] => char::from_u32(number(digits, 10)?)?,
        _ => match &*name.iter().map(|(c, ..)| *c).collect::<String>() {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => return None,
        },
    };
    Some((c, length + 1))
}

impl Drop for Normal {
    fn drop(&mut self) {
        self.0.fill(('\0', 0, 0));
    }
}
