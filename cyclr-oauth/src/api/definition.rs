//! [`Connector`]: Cyclr's definition of a third-party application.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::api::auth_type::{AuthType, OAuth2Type};
use crate::api::lenient::{id, id_or_none, id_text, null_as_default, objects};
use crate::values::ConnectorId;

/// A connector: Cyclr's definition of a third-party application.
///
/// Its JSON has the members of Cyclr's response, with `null` for missing ones.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
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
    pub description: Option<String>,
    /// `Status`
    pub status: Option<String>,
    /// `Version`; Cyclr sends a missing one as null or as the text `null`
    /// ([observed](crate::guide::how_cyclr_behaves)). Both read as `None`.
    #[serde(default, deserialize_with = "version")]
    pub version: Option<String>,
    /// `Icon`, a URL.
    pub icon: Option<String>,
    /// `AuthDescription`: the connector author's notes on how to authenticate.
    pub auth_description: Option<String>,
    /// `AuthType`
    #[serde(default, deserialize_with = "null_as_default", serialize_with = "unsaid_as_null")]
    pub auth_type: AuthType,
    /// `OAuth2Type`
    #[serde(rename = "OAuth2Type")]
    pub oauth2_type: Option<OAuth2Type>,
    /// `AuthScheme`
    pub auth_scheme: Option<String>,
    /// `Parameters`
    #[serde(default, deserialize_with = "objects")]
    pub parameters: Vec<Parameter>,
    /// `Authentication`: the ways to authenticate. If there are several, an installation names one
    /// by its id.
    #[serde(default, deserialize_with = "objects")]
    pub authentication: Vec<Authentication>,
}

impl Connector {
    /// Makes a connector with only this id and name.
    ///
    /// Set the fields that your test or fake server needs:
    ///
    /// ```
    /// use cyclr_oauth::api::{AuthType, Connector, Parameter};
    ///
    /// let mut region = Parameter::new("Region");
    /// region.is_account_connector_property = true;
    /// let mut connector = Connector::new(77, "Acme CRM");
    /// connector.auth_type = AuthType::ApiKey;
    /// connector.parameters.push(region);
    ///
    /// let json = serde_json::to_value(&connector)?;
    /// assert_eq!(json["Parameters"][0]["TargetName"], "Region");
    /// assert_eq!(serde_json::from_value::<Connector>(json)?, connector);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn new(id: impl Into<ConnectorId>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            description: None,
            status: None,
            version: None,
            icon: None,
            auth_description: None,
            auth_type: AuthType::default(),
            oauth2_type: None,
            auth_scheme: None,
            parameters: Vec::new(),
            authentication: Vec::new(),
        }
    }

    /// How an account connector that was installed with this way authenticates.
    ///
    /// A way that doesn't name a type has the connector's.
    ///
    /// ```
    /// use cyclr_oauth::api::{AuthType, Authentication, Connector, OAuth2Type};
    ///
    /// let mut connector = Connector::new(77, "Acme CRM");
    /// connector.auth_type = AuthType::OAuth2;
    /// connector.oauth2_type = Some(OAuth2Type::ClientCredentials);
    /// let key = Authentication::new("6d4e4e5c-0a0e-4d7f-9a59-5f0e8f4e2a10", AuthType::ApiKey);
    /// assert_eq!(connector.auth_type_of(Some(&key)).0, &AuthType::ApiKey);
    /// let oauth2 = (&AuthType::OAuth2, Some(&OAuth2Type::ClientCredentials));
    /// assert_eq!(connector.auth_type_of(None), oauth2);
    /// ```
    #[must_use]
    pub fn auth_type_of<'a>(
        &'a self,
        way: Option<&'a Authentication>,
    ) -> (&'a AuthType, Option<&'a OAuth2Type>) {
        let auth_type = way.map(|way| &way.auth_type).filter(|it| !it.as_str().is_empty());
        let oauth2_type = way.and_then(|way| way.oauth2_type.as_ref());
        (auth_type.unwrap_or(&self.auth_type), oauth2_type.or(self.oauth2_type.as_ref()))
    }
}

fn version<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let version = Option::<String>::deserialize(deserializer)?;
    Ok(version.filter(|version| version != "null"))
}

/// Writes an `AuthType` that Cyclr omitted as null.
fn unsaid_as_null<S: Serializer>(auth_type: &AuthType, serializer: S) -> Result<S::Ok, S::Error> {
    Some(auth_type).filter(|it| **it != AuthType::default()).serialize(serializer)
}

/// A parameter of a connector, such as the subdomain of an account.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
#[serde(default, rename_all = "PascalCase")]
pub struct Parameter {
    /// `Id`
    #[serde(deserialize_with = "id_or_none")]
    pub id: Option<u64>,
    /// `Name`: the label, not the property's name.
    #[serde(deserialize_with = "null_as_default")]
    pub name: String,
    /// `TargetName`: the property's name.
    #[serde(deserialize_with = "null_as_default")]
    pub target_name: String,
    /// `TargetType`
    pub target_type: Option<String>,
    /// `IsAccountConnectorProperty`: whether it is set for each account connector.
    #[serde(deserialize_with = "null_as_default")]
    pub is_account_connector_property: bool,
    /// `IsOptional`
    #[serde(deserialize_with = "null_as_default")]
    pub is_optional: bool,
    /// `IsSensitive`
    #[serde(deserialize_with = "null_as_default")]
    pub is_sensitive: bool,
    /// `DataType`
    pub data_type: Option<String>,
    /// `Values`: the allowed values; empty if any is allowed. A listed object counts as its
    /// `Value`.
    #[serde(deserialize_with = "values")]
    pub values: Vec<String>,
}

impl Parameter {
    /// Makes a parameter with only this `TargetName`.
    #[must_use]
    pub fn new(target_name: impl Into<String>) -> Self {
        Self { target_name: target_name.into(), ..Self::default() }
    }

    /// Whether an account connector needs it to authenticate: it is set for each one and not
    /// optional.
    #[must_use]
    pub fn is_required_property(&self) -> bool {
        self.is_account_connector_property && !self.is_optional
    }
}

/// One way to authenticate a connector.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
#[serde(default, rename_all = "PascalCase")]
pub struct Authentication {
    /// `Id`, a GUID: the `AuthenticationId` of an installation.
    #[serde(deserialize_with = "id_text")]
    pub id: String,
    /// `AuthName`
    pub auth_name: Option<String>,
    /// `AuthType`
    #[serde(deserialize_with = "null_as_default", serialize_with = "unsaid_as_null")]
    pub auth_type: AuthType,
    /// `OAuth2Type`
    #[serde(rename = "OAuth2Type")]
    pub oauth2_type: Option<OAuth2Type>,
}

impl Authentication {
    /// Makes a way to authenticate with this type and this `Id`, a GUID.
    #[must_use]
    pub fn new(id: impl Into<String>, auth_type: AuthType) -> Self {
        Self { id: id.into(), auth_type, ..Self::default() }
    }
}

/// Reads a list of texts that may contain other values.
fn values<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let values = Option::<Vec<Value>>::deserialize(deserializer)?;
    Ok(values.iter().flatten().filter_map(value).collect())
}

/// A value as text; an object counts as its `Value`, and null and lists have no text.
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
