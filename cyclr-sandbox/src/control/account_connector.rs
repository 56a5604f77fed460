//! Account connectors: installed, and looked at.

use std::collections::BTreeMap;
use std::sync::Arc;

use cyclr_oauth::api::Connector;
use cyclr_oauth::{AccountId, Secret};
use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use super::input::{Body, Id};
use super::problem::Problem;
use super::state::ControlState;
use crate::state::{AccountConnector, Installation, LAST_ID, Method, WrongChoice, check_choice};

/// What to install. Account and definition are created unless they exist.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Install {
    /// The id of the account.
    account: String,
    /// The definition, as `GET /v1.0/connectors/{id}` answers it. `Name` is enough; `AuthType` is `OAuth2`
    /// for a connector with a consent page.
    #[schemars(with = "Map<String, Value>")]
    #[serde(deserialize_with = "definition")]
    connector: Connector,
    /// The id of the account connector, unless any will do.
    #[serde(default)]
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_u64))]
    id: Option<u64>,
    /// The `Id` of one of the connector's `Authentication`.
    #[serde(default)]
    authentication_id: Option<String>,
    /// `AuthValue`, as Cyclr takes it.
    #[serde(default)]
    auth_value: Option<String>,
    /// Names and values.
    #[serde(default)]
    properties: BTreeMap<String, String>,
}

/// An account connector, without the values of its secrets.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct InstalledConnector {
    /// The id of the account connector.
    id: u64,
    /// The id of the account.
    account: String,
    /// The id of the connector's definition.
    connector: u64,
    name: String,
    authenticated: bool,
    /// Who was signed in to the third party when the connection was made, if a user consented.
    consented_by: Option<String>,
    /// The names of its properties.
    properties: Vec<String>,
}

/// Without an `Id`, any will do.
fn definition<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Connector, D::Error> {
    let mut members = Map::<String, Value>::deserialize(deserializer)?;
    members.entry("Id").or_insert_with(|| 0.into());
    serde_json::from_value(Value::Object(members)).map_err(D::Error::custom)
}

pub(super) async fn install(
    control: Arc<ControlState>,
    Body(install): Body<Install>,
) -> Result<InstalledConnector, Problem> {
    let Install { account, connector, id, authentication_id, auth_value, properties } = install;
    let account =
        AccountId::new(account).map_err(|error| Problem::field("account", error.to_string()))?;
    if connector.name.trim().is_empty() {
        return Err(Problem::field("connector.Name", "a definition needs a name"));
    }
    if connector.parameters.iter().any(|it| it.target_name.is_empty()) {
        return Err(Problem::field("connector.Parameters", "each needs a `TargetName`"));
    }
    if connector.id.get() > LAST_ID {
        return Err(Problem::field("connector.Id", format!("write a number up to {LAST_ID}")));
    }
    if id.is_some_and(|id| !(1..=LAST_ID).contains(&id)) {
        return Err(Problem::field("id", format!("write a number from 1 to {LAST_ID}")));
    }
    check_choice(&connector, authentication_id.as_deref()).map_err(|wrong| {
        let message = match wrong {
            WrongChoice::Missing => "the connector has several authentications; choose one",
            WrongChoice::Unknown(_) => "the connector has no `Authentication` with this `Id`",
        };
        Problem::field("authenticationId", message)
    })?;
    let installation = Installation {
        definition: connector,
        account_connector_id: id,
        authentication: authentication_id,
        auth_value: auth_value.map(Secret::from),
        properties: properties.into_iter().map(|(name, value)| (name, value.into())).collect(),
        category: None,
        methods: vec![Method::current_user()],
    };
    let mut state = control.shared.state();
    if id.is_some_and(|id| state.any_account_connector(id).is_some()) {
        return Err(Problem::field("id", "there is an account connector with this id already"));
    }
    if !state.has_room(account.as_str()) {
        let message = "the sandbox's limit of accounts or account connectors is reached";
        return Err(Problem::new(http::StatusCode::CONFLICT, message));
    }
    state.insert_account(account.as_str(), None, None);
    let id = state.insert_account_connector(account.as_str(), installation);
    state.any_account_connector(id).map(Into::into).ok_or_else(not_found)
}

pub(super) async fn read(
    control: Arc<ControlState>,
    Id(id): Id,
) -> Result<InstalledConnector, Problem> {
    let state = control.shared.state();
    state.any_account_connector(id).map(Into::into).ok_or_else(not_found)
}

fn not_found() -> Problem {
    Problem::not_found("account connector")
}

impl From<&AccountConnector> for InstalledConnector {
    fn from(connector: &AccountConnector) -> Self {
        Self {
            id: connector.id,
            account: connector.account.clone(),
            connector: connector.connector.get(),
            name: connector.name.clone(),
            authenticated: connector.authenticated,
            consented_by: connector.consented_by.clone(),
            properties: connector.properties.iter().map(|it| it.name.clone()).collect(),
        }
    }
}
