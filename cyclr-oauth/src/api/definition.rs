//! [`Connector`]: what Cyclr says of a third-party application.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::api::auth_type::{AuthType, OAuth2Type};
use crate::api::lenient::null_as_default;
use crate::values::ConnectorId;

/// A connector: the definition of a third-party application, as far as Cyclr shows it.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
#[serde(rename_all = "PascalCase")]
pub struct Connector {
    /// `Id`
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
    #[serde(default, deserialize_with = "null_as_default")]
    pub parameters: Vec<Parameter>,
    /// `Authentication`: the ways to authenticate, of which an installation names one by its id where
    /// there are several.
    #[serde(default, deserialize_with = "null_as_default")]
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
    #[serde(default)]
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
    #[serde(default, deserialize_with = "null_as_default")]
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
    let values = Option::<Vec<ParameterValue>>::deserialize(deserializer)?;
    Ok(values.unwrap_or_default().into_iter().filter_map(|ParameterValue(value)| value).collect())
}

struct ParameterValue(Option<String>);

impl<'de> Deserialize<'de> for ParameterValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl<'de> Visitor<'de> for Text {
            type Value = ParameterValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value of a parameter: a text, or an object with `Value`")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<ParameterValue, E> {
                Ok(ParameterValue(Some(text.to_owned())))
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<ParameterValue, E> {
                Ok(ParameterValue(Some(value.to_string())))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<ParameterValue, E> {
                Ok(ParameterValue(Some(number.to_string())))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<ParameterValue, E> {
                Ok(ParameterValue(Some(number.to_string())))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<ParameterValue, E> {
                Ok(ParameterValue(Some(number.to_string())))
            }

            fn visit_unit<E: Error>(self) -> Result<ParameterValue, E> {
                Ok(ParameterValue(None))
            }

            fn visit_seq<A: SeqAccess<'de>>(
                self,
                mut items: A,
            ) -> Result<ParameterValue, A::Error> {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(ParameterValue(None))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ParameterValue, A::Error> {
                let mut value = None;
                while let Some(key) = map.next_key::<String>()? {
                    if key == "Value" {
                        ParameterValue(value) = map.next_value()?;
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(ParameterValue(value))
            }
        }

        deserializer.deserialize_any(Text)
    }
}
