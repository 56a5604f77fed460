//! Visits every text in any JSON, one by one. A parser would leave copies of those with escapes in its buffers.

use serde::de::IgnoredAny;

use crate::values::Secret;

/// Passes every text, number and member name to `each`; false if the JSON is invalid.
pub(super) fn each_text(json: &str, each: &mut dyn FnMut(&str, bool)) -> bool {
    if serde_json::from_str::<IgnoredAny>(json).is_err() {
        return false;
    }
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
    true
}

/// Between two texts.
fn each_number(between: &str, each: &mut dyn FnMut(&str, bool)) {
    let words =
        between.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '+' | '.'));
    for number in words.filter(|it| it.starts_with(|c: char| c == '-' || c.is_ascii_digit())) {
        each(number, false);
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
        let digits = escape.strip_prefix('u').and_then(|digits| digits.get(..4));
        let c =
            digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32);
        let length = if let Some(c) = c {
            plain.push(c);
            5
        } else {
            let c = escape.chars().next();
            // `\n` and the like are white space.
            plain.push(c.filter(|c| !c.is_ascii_alphanumeric()).unwrap_or(' '));
            c.map_or(0, char::len_utf8)
        };
        rest = escape.split_at(length).1;
    }
    plain.push_str(rest);
    Secret::from(plain)
}
