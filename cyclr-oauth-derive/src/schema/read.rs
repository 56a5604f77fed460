//! Definitions out of JSON, leniently: what isn't known is passed over, and null is absent.

use std::collections::HashMap;

use tinyjson::JsonValue;

use super::{Authentication, Definition, Parameter};

type Object = HashMap<String, JsonValue>;

/// From one definition, or from a list of them; otherwise, what is wrong.
pub(super) fn definitions(json: &JsonValue) -> Result<Vec<Definition>, String> {
    match json {
        JsonValue::Array(list) => list
            .iter()
            .enumerate()
            .map(|(index, each)| definition(each, &format!("[{index}]")))
            .collect(),
        one => Ok(vec![definition(one, "")?]),
    }
}

fn definition(json: &JsonValue, at: &str) -> Result<Definition, String> {
    let object = object(json, at)?;
    if !object.contains_key("Parameters") && !object.contains_key("AuthType") {
        let what = if at.is_empty() { "it" } else { at };
        return Err(format!("{what} has neither `Parameters` nor `AuthType`"));
    }
    Ok(Definition {
        id: id(object),
        name: text(object, "Name", at)?.unwrap_or_default(),
        auth_type: text(object, "AuthType", at)?,
        authentications: list(object, "Authentication", at, authentication)?,
        parameters: list(object, "Parameters", at, parameter)?,
    })
}

fn authentication(json: &JsonValue, at: &str) -> Result<Authentication, String> {
    let object = object(json, at)?;
    let id = text(object, "Id", at)?.unwrap_or_default();
    Ok(Authentication { id, auth_type: text(object, "AuthType", at)? })
}

fn parameter(json: &JsonValue, at: &str) -> Result<Parameter, String> {
    let object = object(json, at)?;
    let is = |key| flag(object, key, at);
    Ok(Parameter {
        name: text(object, "TargetName", at)?.unwrap_or_default(),
        label: text(object, "Name", at)?.unwrap_or_default(),
        is_property: is("IsAccountConnectorProperty")?,
        is_optional: is("IsOptional")?,
        is_sensitive: is("IsSensitive")?,
        values: list(object, "Values", at, value)?,
    })
}

/// An object in the list stands for its `Value`.
fn value(json: &JsonValue, at: &str) -> Result<String, String> {
    match json {
        JsonValue::Object(object) => match object.get("Value") {
            Some(value @ JsonValue::String(_)) => self::value(value, at),
            _ => Err(format!("`{at}` has no `Value` that is text")),
        },
        JsonValue::String(text) => Ok(text.clone()),
        JsonValue::Boolean(value) => Ok(value.to_string()),
        JsonValue::Number(number) => Ok(number.to_string()),
        JsonValue::Null | JsonValue::Array(_) => Err(format!("`{at}` isn't text")),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is whole")]
fn id(object: &Object) -> Option<u64> {
    match object.get("Id")? {
        JsonValue::Number(id) if *id >= 0.0 && id.fract() == 0.0 => Some(*id as u64),
        JsonValue::String(id) => id.parse().ok(),
        _ => None,
    }
}

fn object<'j>(json: &'j JsonValue, at: &str) -> Result<&'j Object, String> {
    match json {
        JsonValue::Object(object) => Ok(object),
        _ if at.is_empty() => Err("it is no object".to_owned()),
        _ => Err(format!("`{at}` is no object")),
    }
}

/// What stands under a key, if it is not null.
fn present<'j>(object: &'j Object, key: &str) -> Option<&'j JsonValue> {
    object.get(key).filter(|value| !matches!(value, JsonValue::Null))
}

fn text(object: &Object, key: &str, at: &str) -> Result<Option<String>, String> {
    match present(object, key) {
        None => Ok(None),
        Some(JsonValue::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(format!("`{}` isn't text", within(at, key))),
    }
}

fn flag(object: &Object, key: &str, at: &str) -> Result<bool, String> {
    match present(object, key) {
        None => Ok(false),
        Some(JsonValue::Boolean(flag)) => Ok(*flag),
        Some(_) => Err(format!("`{}` is neither true nor false", within(at, key))),
    }
}

fn list<T>(
    object: &Object,
    key: &str,
    at: &str,
    read: impl Fn(&JsonValue, &str) -> Result<T, String>,
) -> Result<Vec<T>, String> {
    let at = within(at, key);
    match present(object, key) {
        None => Ok(Vec::new()),
        Some(JsonValue::Array(list)) => list
            .iter()
            .enumerate()
            .map(|(index, each)| read(each, &format!("{at}[{index}]")))
            .collect(),
        Some(_) => Err(format!("`{at}` is no list")),
    }
}

fn within(at: &str, key: &str) -> String {
    if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") }
}
