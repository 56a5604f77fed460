//! Account connectors, which are connectors installed in an account: `/v1.0/account/connectors`.

use std::collections::HashSet;

use http::Method;
use serde::Deserialize;

use crate::api::call::{Call, Content};
use crate::api::definition::{Connector, Parameter};
use crate::api::lenient::{null_as_default, text_if_any};
use crate::api::operation::Operation;
use crate::api::page::{List, Page};
use crate::api::response::{ApiResponse, Unreadable};
use crate::connector::{AuthValue, Value, object};
use crate::values::{AccountConnectorId, AccountId, PropertyId, Secret};

/// Lists an account's connectors ([documented](crate::guide::how_cyclr_behaves)).
#[derive(Clone, Copy, Debug)]
pub struct ListAccountConnectors<'a> {
    /// The account.
    pub account: &'a AccountId,
    /// The page to fetch.
    pub page: Page,
}

impl Call for ListAccountConnectors<'_> {
    type Output = List<AccountConnectorState>;

    const OPERATION: Operation = Operation::new(Method::GET, "/v1.0/account/connectors");

    fn path(&self) -> String {
        format!("/v1.0/account/connectors?{}", self.page)
    }

    fn account(&self) -> Option<&AccountId> {
        Some(self.account)
    }

    fn read(&self, response: &ApiResponse) -> Result<Self::Output, Unreadable> {
        List::read(response)
    }
}

/// Gets one account connector ([documented](crate::guide::how_cyclr_behaves)): the only proof that
/// it is authenticated.
#[derive(Clone, Copy, Debug)]
pub struct GetAccountConnector<'a> {
    /// The account.
    pub account: &'a AccountId,
    /// The account connector.
    pub id: AccountConnectorId,
}

impl Call for GetAccountConnector<'_> {
    type Output = AccountConnectorState;

    const OPERATION: Operation = Operation::new(Method::GET, ONE);

    fn path(&self) -> String {
        path(self.id)
    }

    fn account(&self) -> Option<&AccountId> {
        Some(self.account)
    }

    fn read(&self, response: &ApiResponse) -> Result<AccountConnectorState, Unreadable> {
        response.json()
    }
}

/// Changes the given members of an account connector, and leaves the rest
/// ([documented](crate::guide::how_cyclr_behaves)).
///
/// The response body is ignored: only the status matters.
#[derive(Clone, Copy, Debug)]
pub struct UpdateAccountConnector<'a> {
    /// The account.
    pub account: &'a AccountId,
    /// The account connector.
    pub id: AccountConnectorId,
    /// Its new `Name`.
    pub name: Option<&'a str>,
    /// Its new `Description`.
    pub description: Option<&'a str>,
    /// Its new `AuthValue`.
    pub auth_value: Option<&'a AuthValue>,
}

impl Call for UpdateAccountConnector<'_> {
    type Output = ();

    const OPERATION: Operation = Operation::new(Method::PUT, ONE);

    fn path(&self) -> String {
        path(self.id)
    }

    fn account(&self) -> Option<&AccountId> {
        Some(self.account)
    }

    fn content(&self) -> Content {
        let auth_value = self.auth_value.map(AuthValue::to_text);
        let body = object(&[
            ("Name", self.name.map(Value::Text)),
            ("Description", self.description.map(Value::Text)),
            ("AuthValue", auth_value.as_ref().map(|text| Value::Text(text.expose_secret()))),
        ]);
        Content::Json(body.into())
    }

    fn visit_secrets(&self, visit: &mut dyn FnMut(&str)) {
        if let Some(auth_value) = self.auth_value {
            visit(auth_value.to_text().expose_secret());
        }
    }

    fn read(&self, _: &ApiResponse) -> Result<(), Unreadable> {
        Ok(())
    }
}

/// Removes an account connector ([observed](crate::guide::how_cyclr_behaves)).
#[derive(Clone, Copy, Debug)]
pub struct DeleteAccountConnector<'a> {
    /// The account.
    pub account: &'a AccountId,
    /// The account connector.
    pub id: AccountConnectorId,
}

impl Call for DeleteAccountConnector<'_> {
    type Output = ();

    const OPERATION: Operation = Operation::new(Method::DELETE, ONE);

    fn path(&self) -> String {
        path(self.id)
    }

    fn account(&self) -> Option<&AccountId> {
        Some(self.account)
    }

    fn read(&self, _: &ApiResponse) -> Result<(), Unreadable> {
        Ok(())
    }
}

/// Removes an account connector's authentication ([observed](crate::guide::how_cyclr_behaves)).
///
/// It stops the integrations that use it ([observed](crate::guide::how_cyclr_behaves)).
#[derive(Clone, Copy, Debug)]
pub struct DeauthenticateAccountConnector<'a> {
    /// The account.
    pub account: &'a AccountId,
    /// The account connector.
    pub id: AccountConnectorId,
}

impl Call for DeauthenticateAccountConnector<'_> {
    type Output = ();

    const OPERATION: Operation =
        Operation::new(Method::PUT, "/v1.0/account/connectors/{id}/deauthenticate");

    fn path(&self) -> String {
        format!("{}/deauthenticate", path(self.id))
    }

    fn account(&self) -> Option<&AccountId> {
        Some(self.account)
    }

    fn read(&self, _: &ApiResponse) -> Result<(), Unreadable> {
        Ok(())
    }
}

const ONE: &str = "/v1.0/account/connectors/{id}";

pub(super) fn path(id: AccountConnectorId) -> String {
    format!("/v1.0/account/connectors/{id}")
}

/// An account connector as Cyclr returns it.
///
/// # Security
///
/// Cyclr returns the `AuthValue` and the properties in clear text
/// ([documented](crate::guide::how_cyclr_behaves)). `Debug` leaves them out. `Serialize` is absent
/// on purpose: it would write both wherever you store or forward this value.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
#[serde(rename_all = "PascalCase")]
pub struct AccountConnectorState {
    /// `Id`
    pub id: AccountConnectorId,
    /// `Name`
    #[serde(default, deserialize_with = "null_as_default")]
    pub name: String,
    /// `Description`
    #[serde(default)]
    pub description: Option<String>,
    /// `Authenticated`: the only proof that a hand-off has succeeded. Its value for connectors
    /// whose `AuthType` is `None` or `AuthFields` is undocumented.
    pub authenticated: bool,
    /// `AuthenticationId`: the connector's way to authenticate, if the response names it. Cyclr
    /// documents it only in the request of an installation; reading it here is our choice.
    #[serde(default, deserialize_with = "text_if_any")]
    pub authentication_id: Option<String>,
    /// `AuthValue`, as Cyclr stores it.
    #[serde(default)]
    pub auth_value: Option<AuthValue>,
    /// `Connector`: the definition.
    pub connector: Connector,
    /// `IsPartnerIntegrationConnector`
    #[serde(default, deserialize_with = "null_as_default")]
    pub is_partner_integration_connector: bool,
    /// `Properties`
    #[serde(default, deserialize_with = "null_as_default")]
    pub properties: Vec<Property>,
}

impl AccountConnectorState {
    /// The parameters that need a value before you hand off a user.
    ///
    /// These are the connector's parameters that are properties of an account connector, are not
    /// optional, and have no value.
    pub fn missing_properties(&self) -> impl Iterator<Item = &Parameter> {
        let set = self.properties.iter().filter(|property| property.value.is_some());
        let set: HashSet<&str> = set.map(|property| &*property.name).collect();
        self.connector.parameters.iter().filter(move |parameter| {
            parameter.is_required_property() && !set.contains(&*parameter.target_name)
        })
    }
}

/// One property of an account connector, as Cyclr returns it.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
#[serde(rename_all = "PascalCase")]
pub struct Property {
    /// `Id`
    #[serde(default)]
    pub id: Option<PropertyId>,
    /// `Name`: the connector's `TargetName`.
    #[serde(default, deserialize_with = "null_as_default")]
    pub name: String,
    /// `Value`; it may be a password.
    #[serde(default)]
    pub value: Option<Secret>,
}
