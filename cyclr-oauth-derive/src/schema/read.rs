//! Turns JSON into definitions, and accepts what the library's `Connector` accepts: it skips unknown
//! keys, and reads null as absent.

use std::collections::HashMap;

use tinyjson::JsonValue;

use crate::schema::definition::{Authentication, Definition, Parameter};

type Object = HashMap<String, JsonValue>;

/// Reads one definition or a list of them; the error completes `it is no definition of a connector: …`.
pub(crate) fn definitions(json: &JsonValue) -> Result<Vec<Definition>, String> {
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
    let has = |key| object.contains_key(key);
    // An account connector, which is the likeliest wrong file, has an `Id` and a `Connector`.
    let may_be_sparse = has("Id") && !has("Connector");
    if !has("Parameters") && !has("AuthType") && !may_be_sparse {
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
        values: list(object, "Values", at, |json, _| Ok(value(json)))?
            .into_iter()
            .flatten()
            .collect(),
    })
}

/// The text of one of the `Values`: for an object, of its `Value`; null and lists have none.
///
/// tinyjson reads numbers as `f64`, so a whole number above 2⁵³ may come out rounded.
fn value(json: &JsonValue) -> Option<String> {
    match json {
        JsonValue::Object(object) => value(object.get("Value")?),
        JsonValue::String(text) => Some(text.clone()),
        JsonValue::Boolean(value) => Some(value.to_string()),
        JsonValue::Number(number) => Some(number.to_string()),
        JsonValue::Null | JsonValue::Array(_) => None,
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

/// The value of a key, unless it is null.
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

#[cfg(test)]
mod tests {
    use super::{Definition, definitions};

    fn read(json: &str) -> Definition {
        let json = json.parse().unwrap();
        definitions(&json).unwrap().remove(0)
    }

    fn values(json: &str) -> Vec<String> {
        let json = format!(r#"{{"Parameters": [{{"TargetName": "Region", "Values": {json}}}]}}"#);
        read(&json).parameters.remove(0).values
    }

    #[test]
    fn values_of_any_kind() {
        let list = r#"[
            "eu", 1, 1.5, -2, true, null, ["a"], {"Name": "Two", "Value": 2}, {"Value": "us"},
            {"Value": false}, {"Value": null}, {"Value": ["a"]}, {"Value": {"Value": "deep"}}, {}
        ]"#;
        assert_eq!(values(list), ["eu", "1", "1.5", "-2", "true", "2", "us", "false", "deep"]);
        assert!(values("null").is_empty());
        assert!(values("[]").is_empty());
        assert!(values("[null, []]").is_empty());
    }

    #[test]
    fn absent_and_null_are_alike() {
        for json in [
            r#"{"Name": null, "AuthType": "None", "Parameters": null, "Authentication": null}"#,
            r#"{"AuthType": "None"}"#,
            r#"{"Id": 7}"#,
        ] {
            let definition = read(json);
            assert_eq!(definition.name, "");
            assert!(definition.parameters.is_empty() && definition.authentications.is_empty());
        }
        for parameter in
            [r#"{"TargetName": null, "Name": null, "IsOptional": null, "Values": null}"#, "{}"]
        {
            let json = format!(r#"{{"Parameters": [{parameter}]}}"#);
            let parameter = read(&json).parameters.remove(0);
            assert_eq!((parameter.name.as_str(), parameter.label.as_str()), ("", ""));
            assert!(!parameter.is_optional && parameter.values.is_empty());
        }
    }
}
