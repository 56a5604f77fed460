//! `/v1.0/account/connectors…`

use std::sync::Arc;

use axum::Extension;
use serde::Serialize;
use serde_json::Value;

use super::answer::{ApiResult, Json, Message};
use super::caller::InAccount;
use super::definition::Definition;
use super::fields::{Fields, Sent};
use super::list::{List, ListPage};
use super::members::{CREDENTIALS, Member, Members};
use super::segments::Segments;
use crate::shared::Shared;
use crate::state::{AccountConnector, Change, CyclrState, Property, Refusal};

/// An account connector, as Cyclr answers it.
#[derive(Serialize)]
#[cfg_attr(feature = "control", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
#[cfg_attr(feature = "control", schemars(rename = "AccountConnector"))]
pub(super) struct AccountConnectorAnswer {
    id: u64,
    name: String,
    description: Option<String>,
    auth_value: Option<String>,
    authenticated: bool,
    connector: Definition,
    is_partner_integration_connector: bool,
    properties: Vec<Property>,
    custom_fields: [Value; 0],
}

impl AccountConnectorAnswer {
    fn new(state: &CyclrState, connector: &AccountConnector) -> Self {
        Self {
            id: connector.id,
            name: connector.name.clone(),
            description: connector.description.clone(),
            auth_value: connector.auth_value.clone(),
            authenticated: connector.authenticated,
            connector: Definition::new(&state.definition_of(connector), &state.switches),
            is_partner_integration_connector: false,
            properties: connector.properties.clone(),
            custom_fields: [],
        }
    }
}

/// `AuthenticationId` is for installations; an update leaves it as it is.
pub(super) struct ChangedConnector;

impl Members for ChangedConnector {
    const ALL: &'static [&'static [Member]] = &[CREDENTIALS];
}

pub(super) async fn list(
    Extension(shared): Extension<Arc<Shared>>,
    InAccount(account): InAccount,
    page: ListPage,
) -> Result<List<AccountConnectorAnswer>, Refusal> {
    let state = shared.state();
    let mut all = state.account_connectors(&account)?;
    all.retain(|it| state.is_of_category(it.connector, page.category.as_deref()));
    Ok(page.of(&all, |it| AccountConnectorAnswer::new(&state, it)))
}

pub(super) async fn read(
    Extension(shared): Extension<Arc<Shared>>,
    InAccount(account): InAccount,
    Segments(id): Segments<String>,
) -> ApiResult<AccountConnectorAnswer> {
    show(&shared.state(), &account, account_connector_id(&id)?)
}

pub(super) async fn update(
    Extension(shared): Extension<Arc<Shared>>,
    InAccount(account): InAccount,
    Segments(id): Segments<String>,
    Sent { fields, .. }: Sent<ChangedConnector>,
) -> ApiResult<AccountConnectorAnswer> {
    let id = account_connector_id(&id)?;
    let mut state = shared.state();
    state.account_connector(&account, id)?;
    let change = Change { authentication: None, ..change(&fields)? };
    state.update(&account, id, change)?;
    show(&state, &account, id)
}

pub(super) async fn delete(
    Extension(shared): Extension<Arc<Shared>>,
    InAccount(account): InAccount,
    Segments(id): Segments<String>,
) -> ApiResult<Message> {
    shared.state().delete(&account, account_connector_id(&id)?)?;
    Ok(Message::json("Account Connector deleted."))
}

pub(super) async fn deauthenticate(
    Extension(shared): Extension<Arc<Shared>>,
    InAccount(account): InAccount,
    Segments(id): Segments<String>,
) -> ApiResult<Message> {
    shared.state().deauthenticate(&account, account_connector_id(&id)?)?;
    Ok(Message::json("Account Connector deauthenticated."))
}

/// What an install or an update asks for.
pub(super) fn change(fields: &Fields) -> Result<Change, Refusal> {
    Ok(Change {
        name: fields.text("Name")?,
        description: fields.text("Description")?,
        authentication: fields.text("AuthenticationId")?.filter(|it| !it.is_empty()),
        auth_value: fields.auth_value()?,
        properties: fields.properties()?,
    })
}

pub(super) fn show(
    state: &CyclrState,
    account: &str,
    id: u64,
) -> ApiResult<AccountConnectorAnswer> {
    let connector = state.account_connector(account, id)?;
    Ok(Json(AccountConnectorAnswer::new(state, connector)))
}

pub(super) fn account_connector_id(id: &str) -> Result<u64, Refusal> {
    id.parse().map_err(|_| Refusal::not_found("Account Connector not found."))
}
