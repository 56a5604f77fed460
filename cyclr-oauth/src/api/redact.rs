//! What Cyclr answers when it refuses may repeat what it was sent. Secrets are taken out of it here,
//! before an error is made of it.

use std::borrow::Cow;

use percent_encoding::percent_decode;
use serde_json::{Map, Value};

use super::Content;
use super::normal::Normal;
use crate::properties::REDACTED;
use crate::secret::wipe;

/// An answer without its secrets.
pub(super) struct Redacted {
    /// Whether it is the client that is unknown, as RFC 6749 has the token endpoint say.
    pub(super) credentials: bool,
    pub(super) message: Option<String>,
    pub(super) body: String,
}

/// Takes out the access token, the secrets of the request, and whatever is secret by its name.
pub(super) fn redact(answer: &str, sent: &Content, access_token: Option<&str>) -> Redacted {
    let mut secrets = Secrets(Vec::new());
    secrets.add(access_token.unwrap_or_default());
    match sent {
        Content::None => {}
        Content::Json(body) => {
            if let Ok(mut json) = serde_json::from_slice(body.as_bytes()) {
                secrets.add_json(&json, false);
                wipe_value(&mut json);
            }
        }
        Content::Form(body) => secrets.add_form(body.as_bytes()),
    }
    // The longest first: one may be the beginning of another.
    secrets.0.sort_unstable_by_key(|(secret, _)| std::cmp::Reverse(secret.len()));

    let Ok(mut json) = serde_json::from_str::<Value>(answer) else {
        let body = secrets.take_out(answer);
        // Plain text is a message, a page isn't.
        let message = (!body.trim_start().starts_with(['<', '{', '['])).then(|| body.clone());
        return Redacted { credentials: false, message, body };
    };
    // Before anything is taken out of it.
    let credentials = matches!(sent, Content::Form(_))
        && matches!(
            json.get("error").and_then(Value::as_str),
            Some("invalid_client" | "unauthorized_client")
        );
    hide_named(&mut json);
    secrets.take_out_of(&mut json);
    let message = match &json {
        Value::String(text) => Some(text.clone()),
        Value::Object(members) => message(members),
        _ => None,
    };
    // Once more: a secret may be a number, or a member's name.
    Redacted { credentials, message, body: secrets.take_out(&json.to_string()) }
}

/// Cyclr's `Message`, or what RFC 6749 has the token endpoint say.
fn message(members: &Map<String, Value>) -> Option<String> {
    ["message", "error_description", "error"].iter().find_map(|name| {
        let (_, value) = members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        value.as_str().map(str::to_owned)
    })
}

/// Members whose value is a secret wherever they stand.
fn is_secret_name(name: &str) -> bool {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    matches!(
        &*name.to_ascii_lowercase(),
        "accesstoken"
            | "authvalue"
            | "authorization"
            | "clientsecret"
            | "launchurl"
            | "marketplaceurl"
            | "orbiturl"
            | "password"
            | "refreshtoken"
            | "secret"
            | "token"
            | "value"
    )
}

fn hide_named(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(hide_named),
        Value::Object(members) => {
            for (name, value) in members {
                if is_secret_name(name) && !value.is_null() {
                    wipe_value(value);
                    *value = Value::from(REDACTED);
                } else {
                    hide_named(value);
                }
            }
        }
        _ => {}
    }
}

/// Texts that must not be seen, each as it is and without what may encode it.
struct Secrets(Vec<(String, Normal)>);

impl Secrets {
    /// So short a text is found in words by chance, and is hardly a secret.
    const SHORTEST: usize = 4;

    fn add(&mut self, secret: &str) {
        if secret.len() < Self::SHORTEST || self.0.iter().any(|(known, _)| known == secret) {
            return;
        }
        self.0.push((secret.to_owned(), Normal::new(secret)));
        // The tokens nested in an `AuthValue`.
        if let Ok(mut nested @ Value::Object(_)) = serde_json::from_str(secret) {
            self.add_json(&nested, true);
            wipe_value(&mut nested);
        }
    }

    /// Adds the values that are secret by their name, or all.
    fn add_json(&mut self, value: &Value, all: bool) {
        match value {
            Value::String(text) if all => self.add(text),
            Value::Array(items) => items.iter().for_each(|item| self.add_json(item, all)),
            Value::Object(members) => {
                for (name, value) in members {
                    self.add_json(value, all || is_secret_name(name));
                }
            }
            _ => {}
        }
    }

    fn add_form(&mut self, form: &[u8]) {
        for pair in form.split(|byte| *byte == b'&') {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            if let (Some(b"client_secret"), Some(value)) = (halves.next(), halves.next()) {
                self.add(&percent_decode(value).decode_utf8_lossy());
            }
        }
    }

    fn take_out(&self, text: &str) -> String {
        let mut text = Cow::Borrowed(text);
        for (secret, _) in &self.0 {
            if text.contains(&**secret) {
                text = Cow::Owned(text.replace(&**secret, REDACTED));
            }
        }
        // What remains is encoded in some way.
        let normal = Normal::new(&text);
        let mut found: Vec<_> = self.0.iter().flat_map(|(_, secret)| normal.find(secret)).collect();
        found.sort_unstable();
        let (mut shown, mut at) = (String::with_capacity(text.len()), 0);
        for (start, end) in found {
            if start >= at {
                shown.push_str(text.get(at..start).unwrap_or_default());
                shown.push_str(REDACTED);
            }
            at = at.max(end);
        }
        shown.push_str(text.get(at..).unwrap_or_default());
        shown
    }

    fn take_out_of(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.take_out(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.take_out_of(item)),
            Value::Object(members) => {
                members.values_mut().for_each(|value| self.take_out_of(value));
            }
            _ => {}
        }
    }
}

impl Drop for Secrets {
    fn drop(&mut self) {
        self.0.drain(..).for_each(|(secret, _)| wipe(secret.into_bytes()));
    }
}

fn wipe_value(value: &mut Value) {
    match value {
        Value::String(text) => wipe(std::mem::take(text).into_bytes()),
        Value::Array(items) => items.iter_mut().for_each(wipe_value),
        Value::Object(members) => members.values_mut().for_each(wipe_value),
        _ => {}
    }
}
