//! Turns JSON into definitions. It accepts what the library's `Connector` accepts, and refuses what that
//! refuses: it skips unknown keys, reads null as absent, and checks the keys that it doesn't use.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::schema::definition::{Authentication, Definition, Parameter};

/// How deep lists and objects may nest: as deep as `serde_json` reads a `Value`.
const DEPTH: usize = 127;

/// Reads one definition or a list of them; the error completes a sentence that begins with the path.
pub(crate) fn definitions(text: &str) -> Result<Vec<Definition>, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Nesting costs no stack here: `serde_json` skips over raw values in a loop.
    let json: &RawValue = serde_json::from_str(text).map_err(|error| no_json(text, &error))?;
    if let Some(line) = too_deep(text) {
        return Err(format!(
            "nests lists and objects more than {DEPTH} deep in line {line}; store there what \
             `GET /v1.0/connectors/{{id}}` answers"
        ));
    }
    let read = match serde_json::from_str::<Vec<&RawValue>>(json.get()) {
        Ok(list) => list
            .into_iter()
            .enumerate()
            .map(|(index, each)| definition(&Object::new(each, format!("[{index}]"))?))
            .collect(),
        Err(_) => Object::new(json, String::new())
            .and_then(|object| definition(&object))
            .map(|one| vec![one]),
    };
    read.map_err(|wrong| {
        format!(
            "isn't a connector's definition: {wrong}; store there what \
             `GET /v1.0/connectors/{{id}}` answers"
        )
    })
}

fn no_json(text: &str, error: &serde_json::Error) -> String {
    let (line, bytes) = (error.line(), error.column());
    let before = text.split('\n').nth(line.saturating_sub(1)).and_then(|line| line.get(..bytes));
    let column = before.map_or(bytes, |before| before.chars().count()).max(1);
    let what = error.to_string();
    let what = what.rsplit_once(" at line ").map_or(&*what, |(what, _)| what);
    format!("isn't valid JSON in line {line}, column {column}: {what}; correct it there")
}

/// The line of the first bracket that opens one level too many.
fn too_deep(json: &str) -> Option<usize> {
    let (mut line, mut depth) = (1, 0_usize);
    let (mut quoted, mut escaped) = (false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'\n' => line += 1,
            b'[' | b'{' if depth == DEPTH => return Some(line),
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn definition(json: &Object<'_>) -> Result<Definition, String> {
    // An account connector, which is the likeliest wrong file, has an `Id` and a `Connector`.
    let may_be_sparse = json.has("Id") && !json.has("Connector");
    if !json.has("Parameters") && !json.has("AuthType") && !may_be_sparse {
        return Err(format!("{} has neither `Parameters` nor `AuthType`", it(&json.at)));
    }
    for key in ["Description", "Status", "Icon", "AuthDescription", "AuthScheme"] {
        json.text(key)?;
    }
    json.text("OAuth2Type")?;
    let name = json.text("Name")?.unwrap_or_default();
    // A missing version shows up as the text, too.
    let version = json.text("Version")?.filter(|version| version != "null");
    let auth_type = json.text("AuthType")?.filter(|auth_type| !auth_type.is_empty());
    let authentications = json.list("Authentication", authentication)?;
    let parameters = json.list("Parameters", parameter)?;
    let id = json.id("Id")?.ok_or_else(|| format!("{} has no `Id`", it(&json.at)))?;
    Ok(Definition::new((id, name), version, auth_type, authentications, parameters))
}

fn authentication(json: &Object<'_>) -> Result<Authentication, String> {
    json.text("AuthName")?;
    json.text("OAuth2Type")?;
    Ok(Authentication {
        id: match json.read("Id", "isn't text")? {
            Some(Value::String(id)) => id,
            Some(_) => json.id("Id")?.unwrap_or_default().to_string(),
            None => String::new(),
        },
        auth_type: json.text("AuthType")?.filter(|auth_type| !auth_type.is_empty()),
    })
}

fn parameter(json: &Object<'_>) -> Result<Parameter, String> {
    json.id("Id")?;
    json.text("TargetType")?;
    json.text("DataType")?;
    let is = |key| Ok::<_, String>(json.read(key, "is neither true nor false")?.unwrap_or(false));
    let values: Option<Vec<Value>> = json.read("Values", "isn't a list")?;
    Ok(Parameter {
        name: json.text("TargetName")?.unwrap_or_default(),
        label: json.text("Name")?.unwrap_or_default(),
        is_property: is("IsAccountConnectorProperty")?,
        is_optional: is("IsOptional")?,
        is_sensitive: is("IsSensitive")?,
        values: values.iter().flatten().filter_map(value).collect(),
    })
}

/// The text of one of the `Values`: for an object, of its `Value`; null and lists have none.
fn value(json: &Value) -> Option<String> {
    match json {
        Value::Object(object) => value(object.get("Value")?),
        Value::String(text) => Some(text.clone()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(number) if number.is_f64() => Some(number.as_f64()?.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Array(_) => None,
    }
}

/// An object, whose members are read when their type is known: as serde does, which checks nothing else.
struct Object<'j> {
    /// Where it is in the file, such as `Parameters[0]`.
    at: String,
    members: Members<'j>,
}

impl<'j> Object<'j> {
    fn new(json: &'j RawValue, at: String) -> Result<Self, String> {
        match serde_json::from_str(json.get()) {
            Ok(members) => Ok(Self { at, members }),
            Err(_) => Err(format!("{} isn't an object", it(&at))),
        }
    }

    fn has(&self, key: &str) -> bool {
        self.members.0.iter().any(|(name, _)| name == key)
    }

    /// The value of a key, unless it is null; `wrong` says that it isn't a `T`.
    fn read<T: Deserialize<'j>>(&self, key: &str, wrong: &str) -> Result<Option<T>, String> {
        let mut found = self.members.0.iter().filter(|(name, _)| name == key);
        let Some((_, json)) = found.next() else { return Ok(None) };
        if found.next().is_some() {
            return Err(format!("`{}` is there twice", self.within(key)));
        }
        serde_json::from_str(json.get()).map_err(|_| format!("`{}` {wrong}", self.within(key)))
    }

    fn text(&self, key: &str) -> Result<Option<String>, String> {
        self.read(key, "isn't text")
    }

    /// A number, or the text of one.
    fn id(&self, key: &str) -> Result<Option<u64>, String> {
        let wrong = "isn't a whole number";
        let Some(id) = self.read::<Value>(key, wrong)? else { return Ok(None) };
        let number = id.as_u64().or_else(|| id.as_str()?.parse().ok());
        number.map(Some).ok_or_else(|| format!("`{}` {wrong}", self.within(key)))
    }

    fn list<T>(
        &self,
        key: &str,
        read: impl Fn(&Object<'_>) -> Result<T, String>,
    ) -> Result<Vec<T>, String> {
        let at = self.within(key);
        let list: Option<Vec<&RawValue>> = self.read(key, "isn't a list")?;
        let list = list.unwrap_or_default().into_iter().enumerate();
        list.map(|(index, each)| read(&Object::new(each, format!("{at}[{index}]"))?)).collect()
    }

    fn within(&self, key: &str) -> String {
        if self.at.is_empty() { key.to_owned() } else { format!("{}.{key}", self.at) }
    }
}

/// The subject of a sentence.
fn it(at: &str) -> String {
    if at.is_empty() { "it".to_owned() } else { format!("`{at}`") }
}

/// Names and values in order, since a map would keep one of two members of the same name.
struct Members<'j>(Vec<(String, &'j RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;

        impl<'de> Visitor<'de> for Each {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Each)
    }
}
