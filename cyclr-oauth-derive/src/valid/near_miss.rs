//! Names that resemble one that Cyclr reads itself.

use std::fmt::Write;

use crate::suggest::fold;

/// What a name resembles without being it.
pub(crate) enum NearMiss {
    AuthValue,
    /// This name, which Cyclr reads itself.
    Of(&'static str),
    /// This name, with a character in it that looks like another.
    LooksLike(&'static str, char),
    /// Any name, with a character in it that nobody sees.
    Invisible(char),
    /// Any name, with spaces around it.
    Padded,
}

const READ: [&str; 3] = ["ClientId", "ClientSecret", "AuthValue"];

pub(crate) fn near_miss(name: &str) -> Option<NearMiss> {
    let folded = fold(name);
    for read in READ {
        if name == read && read != "AuthValue" {
            return None;
        }
        if folded == fold(read) {
            return Some(match invisible(name) {
                Some(char) => NearMiss::Invisible(char),
                None if read == "AuthValue" => NearMiss::AuthValue,
                None => NearMiss::Of(read),
            });
        }
        if let Some(char) = lookalike(name, read) {
            return Some(NearMiss::LooksLike(read, char));
        }
    }
    match invisible(name) {
        Some(char) => Some(NearMiss::Invisible(char)),
        None => (name.trim() != name).then_some(NearMiss::Padded),
    }
}

/// The name with its invisible characters written out.
pub(crate) fn visible(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for char in name.chars() {
        if is_invisible(char) {
            let _ = write!(text, "\\u{{{:x}}}", u32::from(char));
        } else {
            text.push(char);
        }
    }
    text
}

/// The first character that only looks like the one in `read`, if the whole name does.
fn lookalike(name: &str, read: &str) -> Option<char> {
    let chars = || name.chars().filter(|char| char.is_alphanumeric());
    if chars().count() != read.chars().count() {
        return None;
    }
    let mut pairs = chars().zip(read.chars());
    let alike = |(char, read): (char, char)| looks(char) == looks(read);
    pairs.clone().all(alike).then_some(())?;
    pairs.find(|(char, read)| !char.eq_ignore_ascii_case(read)).map(|(char, _)| char)
}

/// The same character for all that look alike in many a font, whatever their case.
fn looks(char: char) -> char {
    match char.to_ascii_lowercase() {
        'а' | 'А' | 'α' | 'Α' => 'a',
        'с' | 'С' | 'ϲ' | 'Ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'Е' | 'ε' | 'Ε' | 'ё' | 'Ё' => 'e',
        'һ' | 'Н' | 'Η' => 'h',
        'i' | '1' | 'l' | 'і' | 'І' | 'ӏ' | 'Ӏ' | 'ı' | 'ι' | 'Ι' | 'ǀ' => 'i',
        'п' | 'η' | 'Ν' => 'n',
        'ѕ' | 'Ѕ' | '5' => 's',
        'т' | 'Т' | 'τ' | 'Τ' => 't',
        'υ' | 'ս' | 'ц' => 'u',
        'ν' | 'ѵ' => 'v',
        // Full width.
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            let ascii = u32::from(char).checked_sub(0xfee0).and_then(char::from_u32);
            ascii.map_or(char, looks)
        }
        other => other,
    }
}

/// The first character that nobody sees. After a letter or a sign that isn't ASCII, a joiner or a
/// selector of a variant has a meaning: in Persian, or in an emoji.
fn invisible(name: &str) -> Option<char> {
    let mut before = ' ';
    name.chars().find(|char| {
        let before = std::mem::replace(&mut before, *char);
        let joins = matches!(char, '\u{200c}' | '\u{200d}' | '\u{fe0e}' | '\u{fe0f}');
        is_invisible(*char) && !(joins && !before.is_ascii() && !is_invisible(before))
    })
}

/// Unicode's default ignorable characters.
const fn is_invisible(char: char) -> bool {
    matches!(
        char,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fff8}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::{NearMiss, near_miss};

    fn said(name: &str) -> String {
        match near_miss(name) {
            None => "-".to_owned(),
            Some(NearMiss::AuthValue) => "AuthValue".to_owned(),
            Some(NearMiss::Of(read)) => format!("of {read}"),
            Some(NearMiss::LooksLike(read, char)) => format!("{read}, {char:?}"),
            Some(NearMiss::Invisible(char)) => format!("{char:?}"),
            Some(NearMiss::Padded) => "padded".to_owned(),
        }
    }

    #[test]
    fn near_misses() {
        for (name, expected) in [
            ("ClientId", "-"),
            ("ClientIdent", "-"),
            ("Clients", "-"),
            ("Ключ", "-"),
            ("Région", "-"),
            ("کتاب\u{200c}ها", "-"),
            ("❤\u{fe0f}", "-"),
            ("client_ID", "of ClientId"),
            (" ClientSecret", "of ClientSecret"),
            ("auth-value", "AuthValue"),
            ("AuthValue", "AuthValue"),
            ("Clientld", "ClientId, 'l'"),
            ("C1ientSecret", "ClientSecret, '1'"),
            ("СlientId", "ClientId, 'С'"),
            ("ＣlientId", "ClientId, 'Ｃ'"),
            ("AuthVaIue", "AuthValue, 'I'"),
            ("Client\u{200b}Id", "'\\u{200b}'"),
            ("\u{feff}Region", "'\\u{feff}'"),
            ("Re\u{ad}gion", "'\\u{ad}'"),
            ("\u{200c}", "'\\u{200c}'"),
            ("Region\u{200d}", "'\\u{200d}'"),
            (" Region", "padded"),
        ] {
            assert_eq!(said(name), expected, "{name:?}");
        }
    }
}
