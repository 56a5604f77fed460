//! Visits every text in any JSON, one by one. A parser would leave copies of those with escapes in its buffers.

use serde::de::IgnoredAny;

use crate::values::Secret;

/// Passes every text, number and member name to `each`, also of invalid JSON; false if it is invalid.
pub(super) fn each_text(json: &str, each: &mut dyn FnMut(&str, bool)) -> bool {
    let mut rest = json;
    while let Some((between, begun)) = rest.split_once('"') {
        each_number(between, each);
        let (text, after) = begun.split_at(length(begun));
        rest = after.strip_prefix('"').unwrap_or_default();
        let is_name = rest.trim_start().starts_with(':');
        if text.contains('\\') {
            each(unescaped(text).expose_secret(), is_name);
        } else {
            each(text, is_name);
        }
    }
    each_number(rest, each);
    serde_json::from_str::<IgnoredAny>(json).is_ok()
}

/// Between two texts.
fn each_number(between: &str, each: &mut dyn FnMut(&str, bool)) {
    let words =
        between.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '+' | '.'));
    for number in words.filter(|it| it.starts_with(|c: char| c == '-' || c.is_ascii_digit())) {
        each(number, false);
        // As others write it.
        if number.contains(['.', 'e', 'E'])
            && let Ok(value) = number.parse::<f64>()
        {
            each(Secret::from(value.to_string()).expose_secret(), false);
        }
    }
}

/// How long the text is that has begun.
fn length(begun: &str) -> usize {
    let mut is_escaped = false;
    let end = begun.bytes().position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    });
    end.unwrap_or(begun.len())
}

/// Removes one layer of JSON escapes.
pub(super) fn unescaped(text: &str) -> Secret {
    // The result is never longer, so the buffer doesn't grow.
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, escape)) = rest.split_once('\\') {
        plain.push_str(before);
        let (c, length) = escaped(escape);
        plain.push(c);
        rest = escape.split_at(length).1;
    }
    plain.push_str(rest);
    Secret::from(plain)
}

/// What is written as an escape, which begins after its backslash; and how long it is.
fn escaped(escape: &str) -> (char, usize) {
    let unit = |escape: &str| u16::from_str_radix(escape.strip_prefix('u')?.get(..4)?, 16).ok();
    if let Some(first) = unit(escape) {
        // A character outside the first plane is a pair of them.
        let second = escape.get(5..).and_then(|rest| unit(rest.strip_prefix('\\')?));
        return match char::decode_utf16([first, second.unwrap_or_default()]).next() {
            Some(Ok(c)) if c.len_utf16() == 2 => (c, 11),
            Some(Ok(c)) => (c, 5),
            Some(Err(_)) | None => (char::REPLACEMENT_CHARACTER, 5),
        };
    }
    match escape.chars().next() {
        Some('b') => ('\u{8}', 1),
        Some('f') => ('\u{C}', 1),
        Some('n') => ('\n', 1),
        Some('r') => ('\r', 1),
        Some('t') => ('\t', 1),
        // Itself, whether it needs the backslash or not.
        Some(c) => (c, c.len_utf8()),
        None => (' ', 0),
    }
}
