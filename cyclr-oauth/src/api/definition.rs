//! [`Connector`]: what Cyclr says of a third-party application.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::api::auth_type::{AuthType, OAuth2Type};
use crate::api::lenient::{id, id_or_none, id_text, null_as_default, objects};
use crate::values::ConnectorId;

/// A connector: the definition of a third-party application, as far as Cyclr shows it.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
#[serde(rename_all = "PascalCase")]
pub struct Connector {
    /// `Id`
    #[serde(deserialize_with = "id")]
    pub id: ConnectorId,
    /// `Name`
    #[serde(default, deserialize_with = "null_as_default")]
    pub name: String,
    /// `Description`
    #[serde(default)]
    pub description: Option<String>,
    /// `Status`
    #[serde(default)]
    pub status: Option<String>,
    /// `Version`; a missing one shows up as null, or as the text `null` (observed), which is read as
    /// none.
    #[serde(default, deserialize_with = "version")]
    pub version: Option<String>,
    /// `Icon`, a URL.
    #[serde(default)]
    pub icon: Option<String>,
    /// `AuthDescription`: what the connector's author says of how to authenticate.
    #[serde(default)]
    pub auth_description: Option<String>,
    /// `AuthType`
    #[serde(default, deserialize_with = "null_as_default")]
    pub auth_type: AuthType,
    /// `OAuth2Type`
    #[serde(default, rename = "OAuth2Type")]
    pub oauth2_type: Option<OAuth2Type>,
    /// `AuthScheme`
    #[serde(default)]
    pub auth_scheme: Option<String>,
    /// `Parameters`
    #[serde(default, deserialize_with = "objects")]
    pub parameters: Vec<Parameter>,
    /// `Authentication`: the ways to authenticate, of which an installation names one by its id where
    /// there are several.
    #[serde(default, deserialize_with = "objects")]
    pub authentication: Vec<Authentication>,
}

fn version<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let version = Option::<String>::deserialize(deserializer)?;
    Ok(version.filter(|version| version != "null"))
}

/// What a connector has to be told.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
#[serde(rename_all = "PascalCase")]
pub struct Parameter {
    /// `Id`
    #[serde(default, deserialize_with = "id_or_none")]
    pub id: Option<u64>,
    /// `Name`: the label. Not what a property is called.
    #[serde(default, deserialize_with = "null_as_default")]
    pub name: String,
    /// `TargetName`: what the property is called.
    #[serde(default, deserialize_with = "null_as_default")]
    pub target_name: String,
    /// `TargetType`
    #[serde(default)]
    pub target_type: Option<String>,
    /// `IsAccountConnectorProperty`: whether it is set for each account connector.
    #[serde(default, deserialize_with = "null_as_default")]
    pub is_account_connector_property: bool,
    /// `IsOptional`
    #[serde(default, deserialize_with = "null_as_default")]
    pub is_optional: bool,
    /// `IsSensitive`
    #[serde(default, deserialize_with = "null_as_default")]
    pub is_sensitive: bool,
    /// `DataType`
    #[serde(default)]
    pub data_type: Option<String>,
    /// `Values`: those that it may have; none for any. An object in the list stands for its `Value`.
    #[serde(default, deserialize_with = "values")]
    pub values: Vec<String>,
}

impl Parameter {
    /// Whether an account connector can't be authenticated without it: it is set for each, and is
    /// not optional.
    #[must_use]
    pub fn is_required_property(&self) -> bool {
        self.is_account_connector_property && !self.is_optional
    }
}

/// One way to authenticate a connector.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
#[serde(rename_all = "PascalCase")]
pub struct Authentication {
    /// `Id`, a GUID: the `AuthenticationId` of an installation.
    #[serde(default, deserialize_with = "id_text")]
    pub id: String,
    /// `AuthName`
    #[serde(default)]
    pub auth_name: Option<String>,
    /// `AuthType`
    #[serde(default, deserialize_with = "null_as_default")]
    pub auth_type: AuthType,
    /// `OAuth2Type`
    #[serde(default, rename = "OAuth2Type")]
    pub oauth2_type: Option<OAuth2Type>,
}

/// A list of texts, in which other things may stand.
fn values<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let values = Option::<Vec<Value>>::deserialize(deserializer)?;
    Ok(values.iter().flatten().filter_map(value).collect())
}

/// The text of a value: for an object, of its `Value`; null and lists have none.
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
