//! [`Definition`]: a connector as Cyclr describes it, and the file that it is kept in.

use std::collections::BTreeMap;
use std::fmt;

use cyclr_oauth::api::Connector;
use heck::ToKebabCase;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::names::LONGEST;

/// A connector's definition: as it came, and as the library reads it.
#[derive(Clone, Debug)]
pub struct Definition {
    json: Value,
    connector: Connector,
}

/// The content of a file: what defines a connector, without its current state.
const CONNECTOR: &[&str] = &[
    "AuthDescription",
    "AuthScheme",
    "AuthType",
    "Authentication",
    "Description",
    "Id",
    "Name",
    "OAuth2Type",
    "Parameters",
    "Version",
];
const PARAMETER: &[&str] = &[
    "DataType",
    "Description",
    "Id",
    "IsAccountConnectorProperty",
    "IsOptional",
    "IsSensitive",
    "Name",
    "TargetName",
    "TargetType",
    "Values",
];
const AUTHENTICATION: &[&str] = &["AuthName", "AuthType", "Id", "OAuth2Type"];

impl Definition {
    /// Reads one definition, or a list of them, from Cyclr's JSON.
    ///
    /// It is the response to `GET /v1.0/connectors/{id}` or to `GET /v1.0/connectors`.
    ///
    /// # Errors
    ///
    /// [`InvalidDefinitions`] if the text isn't JSON, or one of them has no `Id`.
    pub fn read_all(json: &str) -> Result<Vec<Self>, InvalidDefinitions> {
        let json = json.strip_prefix('\u{feff}').unwrap_or(json);
        let one: &RawValue =
            serde_json::from_str(json).map_err(|error| InvalidDefinitions(error.to_string()))?;
        match serde_json::from_str::<Vec<&RawValue>>(one.get()) {
            Ok(all) => all.into_iter().map(Self::new).collect(),
            Err(_) => Ok(vec![Self::new(one)?]),
        }
    }

    /// Reads the text for each, since a `Value` hides that a member is there twice.
    pub(crate) fn new(json: &RawValue) -> Result<Self, InvalidDefinitions> {
        let connector = serde_json::from_str(json.get()).map_err(InvalidDefinitions::new)?;
        let json = serde_json::from_str(json.get()).map_err(InvalidDefinitions::new)?;
        Ok(Self { json, connector })
    }

    /// As the library reads it.
    #[must_use]
    pub fn connector(&self) -> &Connector {
        &self.connector
    }

    /// Whether this is what somebody calls by a name or an id.
    #[must_use]
    pub fn is_called(&self, name_or_id: &str) -> bool {
        self.connector.name.eq_ignore_ascii_case(name_or_id)
            || self.connector.id.to_string() == name_or_id
    }

    /// What its file is called: `microsoft-dynamics-crm.json`.
    #[must_use]
    pub fn file_name(&self) -> String {
        let name: String = self.connector.name.chars().take(LONGEST).collect();
        match name.to_kebab_case() {
            name if name.is_empty() => format!("connector-{}.json", self.connector.id),
            name => format!("{name}.json"),
        }
    }

    /// The text of its file: the same for the same connector, in whatever order Cyclr lists its parts.
    #[must_use]
    pub fn to_file(&self) -> String {
        let mut json = kept(&self.json, CONNECTOR);
        each(&mut json, "Parameters", PARAMETER, &["TargetName", "Name", "Id"]);
        each(&mut json, "Authentication", AUTHENTICATION, &["AuthName", "Id"]);
        format!("{json:#}\n")
    }
}

/// The members of these names that say something. Their order is that of their names.
fn kept(json: &Value, names: &[&str]) -> Value {
    let members = json.as_object().into_iter().flatten();
    let kept = members.filter(|(name, value)| names.contains(&&***name) && !value.is_null());
    // Sorted here: a `Map` keeps the order of its members if any crate of the program asks for that.
    let sorted: BTreeMap<_, _> = kept.map(|(name, value)| (name.clone(), value.clone())).collect();
    Value::Object(sorted.into_iter().collect::<Map<_, _>>())
}

/// Does the same with each item of a list, and sorts it.
fn each(json: &mut Value, list: &str, names: &[&str], order: &[&str]) {
    let Some(Value::Array(items)) = json.get_mut(list) else { return };
    for item in items.iter_mut() {
        *item = kept(item, names);
    }
    items.sort_by_cached_key(|item| {
        order.iter().map(|name| item.get(name).map(Value::to_string)).collect::<Vec<_>>()
    });
}

/// The input is neither a connector's definition nor a list of definitions.
#[derive(Debug)]
pub struct InvalidDefinitions(String);

impl InvalidDefinitions {
    /// Leaves out the place, which is counted from the definition's beginning, not the file's.
    #[allow(clippy::needless_pass_by_value, reason = "for `map_err`")]
    fn new(error: serde_json::Error) -> Self {
        let text = error.to_string();
        Self(text.rsplit_once(" at line ").map_or(&*text, |(what, _)| what).to_owned())
    }
}

impl fmt::Display for InvalidDefinitions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a connector's definition: {}", self.0)
    }
}

impl std::error::Error for InvalidDefinitions {}
