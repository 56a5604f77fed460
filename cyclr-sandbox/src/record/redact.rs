//! What of a request may be seen. Only what is known to be harmless is shown.

use std::collections::BTreeMap;

use http::HeaderMap;
use serde_json::Value;
use url::form_urlencoded;

const REDACTED: &str = "[redacted]";

const HEADERS: [&str; 7] = [
    "accept",
    "connection",
    "content-length",
    "content-type",
    "host",
    "user-agent",
    "x-cyclr-account",
];
const FIELDS: [&str; 15] = [
    "accountid",
    "authenticationid",
    "autoinstall",
    "grant_type",
    "id",
    "inlineoauth",
    "marketplaceid",
    "name",
    "page",
    "pagesize",
    "runonce",
    "scope",
    "singleinstall",
    "start",
    "version",
];

fn is_harmless(name: &str) -> bool {
    FIELDS.iter().any(|it| it.eq_ignore_ascii_case(name))
}

pub(super) fn query(query: &str) -> String {
    let mut shown = Vec::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        // A token that stands where a name belongs is not a name.
        let (name, value) = match &*value {
            "" => (REDACTED, ""),
            value if is_harmless(&name) => (&*name, value),
            _ => (&*name, REDACTED),
        };
        shown.push(format!("{name}={value}"));
    }
    shown.join("&")
}

pub(super) fn headers(headers: &HeaderMap) -> BTreeMap<&str, String> {
    let show = |name: &str| {
        let value = headers.get(name).map(|it| String::from_utf8_lossy(it.as_bytes()).into_owned());
        value.filter(|_| HEADERS.contains(&name)).unwrap_or_else(|| REDACTED.to_owned())
    };
    headers.keys().map(|name| (name.as_str(), show(name.as_str()))).collect()
}

pub(super) fn body(body: &[u8]) -> String {
    if body.is_empty() {
        return String::new();
    }
    if let Ok(mut json) = serde_json::from_slice::<Value>(body) {
        redact(&mut json, false);
        return json.to_string();
    }
    match std::str::from_utf8(body) {
        Ok(text) if text.contains('=') && !text.trim_start().starts_with(['{', '[', '"', '<']) => {
            query(text)
        }
        _ => REDACTED.to_owned(),
    }
}

fn redact(value: &mut Value, harmless: bool) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| redact(item, false)),
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                redact(member, is_harmless(name));
            }
        }
        Value::Null => {}
        _ if harmless => {}
        _ => *value = Value::from(REDACTED),
    }
}
