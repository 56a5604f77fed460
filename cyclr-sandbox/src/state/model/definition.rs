//! [`Definition`]: what a connector is, as `GET /v1.0/connectors/{id}` answers it.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::switches::Switches;

/// In a seed file too; members that are not named here are passed over.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, rename_all = "PascalCase")]
pub(crate) struct Definition {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) status: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) icon: Option<String>,
    pub(crate) auth_description: Option<String>,
    pub(crate) auth_type: Option<String>,
    #[serde(rename = "OAuth2Type")]
    pub(crate) oauth2_type: Option<String>,
    pub(crate) auth_scheme: Option<String>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) authentication: Vec<Authentication>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, rename_all = "PascalCase")]
pub(crate) struct Parameter {
    pub(crate) id: u64,
    /// What people see; never the name of the property.
    pub(crate) name: String,
    pub(crate) target_name: String,
    pub(crate) target_type: Option<String>,
    pub(crate) is_account_connector_property: bool,
    pub(crate) is_optional: bool,
    pub(crate) is_sensitive: bool,
    pub(crate) data_type: Option<String>,
    pub(crate) values: Vec<String>,
}

/// One way of authenticating, of a connector that has several.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, rename_all = "PascalCase")]
pub(crate) struct Authentication {
    pub(crate) id: String,
    pub(crate) auth_name: Option<String>,
    pub(crate) auth_type: Option<String>,
    #[serde(rename = "OAuth2Type")]
    pub(crate) oauth2_type: Option<String>,
}

/// How an account connector is authenticated.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum AuthMethod {
    ApiKey,
    AuthFields,
    Basic,
    None,
    /// With a page on which the user consents.
    Consent,
    /// OAuth 2 of the types that Cyclr manages without the user.
    WithoutUser,
    /// An `AuthType` that is not known.
    Other,
}

impl Definition {
    /// By the chosen authentication, or else by what the connector says of itself.
    pub(crate) fn method(&self, authentication: Option<&str>) -> AuthMethod {
        let chosen = authentication.and_then(|id| self.authentication(id));
        let only = if let [only] = &*self.authentication { Some(only) } else { None };
        let (auth_type, oauth2_type) = match chosen.or(only) {
            Some(chosen) => (&chosen.auth_type, &chosen.oauth2_type),
            None => (&self.auth_type, &self.oauth2_type),
        };
        let auth_type = auth_type.as_deref().or(self.auth_type.as_deref());
        let oauth2_type = oauth2_type.as_deref().or(self.oauth2_type.as_deref());
        match (auth_type, oauth2_type) {
            (Some("ApiKey"), _) => AuthMethod::ApiKey,
            (Some("AuthFields"), _) => AuthMethod::AuthFields,
            (Some("Basic"), _) => AuthMethod::Basic,
            (Some("None"), _) => AuthMethod::None,
            (Some("OAuth2"), Some("ClientCredentials" | "PasswordCredentials")) => {
                AuthMethod::WithoutUser
            }
            (Some("OAuth1" | "OAuth2"), _) => AuthMethod::Consent,
            _ => AuthMethod::Other,
        }
    }

    pub(crate) fn authentication(&self, id: &str) -> Option<&Authentication> {
        // GUIDs are written in both cases.
        self.authentication.iter().find(|known| known.id.eq_ignore_ascii_case(id))
    }

    pub(crate) fn required_properties(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(|it| it.is_account_connector_property && !it.is_optional)
    }

    pub(crate) fn parameter(&self, name: &str, ignore_case: bool) -> Option<&Parameter> {
        self.parameters.iter().find(|it| same_name(&it.target_name, name, ignore_case))
    }

    /// As Cyclr answers it.
    #[expect(clippy::expect_used, reason = "it holds texts, numbers and lists only")]
    pub(crate) fn to_json(&self, switches: &Switches) -> Value {
        let mut value = serde_json::to_value(self).expect("a definition is JSON");
        let as_text = self.version.is_none() && switches.missing_version_as_text;
        if let Some(members) = value.as_object_mut().filter(|_| as_text) {
            members.insert("Version".to_owned(), json!("null"));
        }
        value
    }

    /// Whether the two differ in their ids only.
    pub(crate) fn same_but_for_ids(&self, other: &Self) -> bool {
        let without_ids = |it: &Self| {
            let mut it = Self { id: 0, ..it.clone() };
            it.parameters.iter_mut().for_each(|parameter| parameter.id = 0);
            it
        };
        without_ids(self) == without_ids(other)
    }
}

pub(crate) fn same_name(one: &str, other: &str, ignore_case: bool) -> bool {
    one == other || (ignore_case && one.eq_ignore_ascii_case(other))
}
