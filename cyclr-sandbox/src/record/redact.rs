//! What of a request may be shown: known names and words, and the values of a few names.
//! A client may put a secret anywhere, even in place of a name, so nothing else is shown.

use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method};
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::known_names::{
    CONTAINERS, HARMLESS_FIELDS, HARMLESS_HEADERS, OTHER_FIELDS, OTHER_HEADERS, PATH_WORDS,
};

const REDACTED: &str = "[redacted]";
/// Stands for what is left out for its length.
const REST: &str = "…";
/// Characters of a value.
const LONGEST_VALUE: usize = 100;
/// Parameters, fields, members and items of one query or body.
const MOST_NAMES: usize = 100;
/// Segments of a path; the longest route has seven.
const MOST_SEGMENTS: usize = 10;

/// A name as the list spells it.
fn listed(list: &'static str, name: &str) -> Option<&'static str> {
    list.split(' ').find(|known| known.eq_ignore_ascii_case(name))
}

/// A name as it was sent, if it is known, and whether its value may be shown.
fn field(name: &str) -> (&str, bool) {
    let is_in = |list| listed(list, name).is_some();
    let is_harmless = is_in(HARMLESS_FIELDS);
    let is_known = is_harmless || is_in(CONTAINERS) || is_in(OTHER_FIELDS);
    (if is_known { name } else { REDACTED }, is_harmless)
}

/// One line of at most [`LONGEST_VALUE`] characters.
fn shown_value(value: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let mut characters = value.chars().map(|c| if breaks(c) { '\u{fffd}' } else { c });
    let mut shown: String = characters.by_ref().take(LONGEST_VALUE).collect();
    if characters.next().is_some() {
        shown.push_str(REST);
    }
    shown
}

pub(crate) fn shown_method(method: &Method) -> &'static str {
    let mut known = "GET POST PUT DELETE PATCH HEAD OPTIONS".split(' ');
    // Methods, unlike names, differ by their case.
    known.find(|it| *it == method.as_str()).unwrap_or(REDACTED)
}

pub(crate) fn shown_path(path: &str) -> String {
    let mut shown: Vec<String> = Vec::new();
    for segment in path.split('/') {
        if shown.len() == MOST_SEGMENTS {
            shown.push(REST.to_owned());
            break;
        }
        let is_account = shown == ["", "v1.0", "accounts"];
        // As many digits as an id of 64 bits has.
        let is_number = segment.len() <= 20 && segment.bytes().all(|it| it.is_ascii_digit());
        shown.push(match listed(PATH_WORDS, segment) {
            Some(word) => word.to_owned(),
            None if is_account || is_number => shown_value(segment),
            None => REDACTED.to_owned(),
        });
    }
    shown.join("/")
}

pub(super) fn headers(headers: &HeaderMap) -> Vec<(&'static str, String)> {
    let show = |name: &str, value: &[u8]| match listed(HARMLESS_HEADERS, name) {
        Some(name) => (name, shown_value(&String::from_utf8_lossy(value))),
        None => (listed(OTHER_HEADERS, name).unwrap_or(REDACTED), REDACTED.to_owned()),
    };
    headers.iter().map(|(name, value)| show(name.as_str(), value.as_bytes())).collect()
}

/// A query or a form.
pub(super) fn form(form: &[u8]) -> String {
    let mut shown = Vec::new();
    for (name, value) in form_urlencoded::parse(form) {
        if shown.len() == MOST_NAMES {
            shown.push(REST.to_owned());
            break;
        }
        let (name, is_harmless) = field(&name);
        shown.push(match &*value {
            "" => format!("{name}="),
            value if is_harmless => format!("{name}={}", shown_value(value)),
            _ => format!("{name}={REDACTED}"),
        });
    }
    shown.join("&")
}

pub(super) fn body(headers: &HeaderMap, body: &[u8]) -> String {
    if body.is_empty() {
        return String::new();
    }
    let content_type = headers.get(CONTENT_TYPE).map_or(&b""[..], |it| it.as_bytes());
    if content_type.starts_with(b"application/x-www-form-urlencoded") {
        return form(body);
    }
    match serde_json::from_slice::<Map<String, Value>>(body) {
        Ok(members) => object(&members, &mut { MOST_NAMES }).to_string(),
        Err(_) => REDACTED.to_owned(),
    }
}

/// Members of the same shown name become one.
fn object(members: &Map<String, Value>, left: &mut usize) -> Value {
    let mut shown = Map::new();
    for (name, value) in members {
        if *left == 0 {
            shown.insert(REST.to_owned(), REST.into());
            break;
        }
        *left -= 1;
        let (name, is_harmless) = field(name);
        let is_container = listed(CONTAINERS, name).is_some();
        let value = match value {
            Value::Null => Value::Null,
            Value::String(text) if is_harmless => shown_value(text).into(),
            Value::Bool(_) | Value::Number(_) if is_harmless => value.clone(),
            Value::Array(items) if is_container => array(items, left),
            Value::Object(members) if is_container => object(members, left),
            _ => REDACTED.into(),
        };
        shown.insert(name.to_owned(), value);
    }
    Value::Object(shown)
}

fn array(items: &[Value], left: &mut usize) -> Value {
    let mut shown = Vec::new();
    for item in items {
        if *left == 0 {
            shown.push(REST.into());
            break;
        }
        *left -= 1;
        shown.push(item.as_object().map_or_else(|| REDACTED.into(), |it| object(it, left)));
    }
    Value::Array(shown)
}
