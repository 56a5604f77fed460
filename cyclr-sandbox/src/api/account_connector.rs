//! `/v1.0/account/connectors…`

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::json;

use super::answer::{ApiResult, Json};
use super::caller::InAccount;
use super::fields::Fields;
use super::list::ListPage;
use crate::query::Query;
use crate::shared::Shared;
use crate::state::{Change, CyclrState, Refusal};

pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    InAccount(account): InAccount,
    query: Query,
) -> Result<Response, Refusal> {
    let state = shared.state();
    let page = ListPage::read(&query, state.switches.page_size)?;
    let mut all = state.account_connectors(&account)?;
    all.retain(|it| state.is_of_category(it.connector, query.get("category")));
    Ok(page.answer(&all, |it| it.to_json(&state.definition_of(it), &state.switches)))
}

pub(super) async fn read(
    State(shared): State<Arc<Shared>>,
    InAccount(account): InAccount,
    Path(id): Path<String>,
) -> ApiResult {
    show(&shared.state(), &account, account_connector_id(&id)?)
}

pub(super) async fn update(
    State(shared): State<Arc<Shared>>,
    InAccount(account): InAccount,
    Path(id): Path<String>,
    fields: Fields,
) -> ApiResult {
    let id = account_connector_id(&id)?;
    let mut state = shared.state();
    state.account_connector(&account, id)?;
    let change = Change { authentication: None, ..change(&fields)? };
    state.update(&account, id, change)?;
    show(&state, &account, id)
}

pub(super) async fn delete(
    State(shared): State<Arc<Shared>>,
    InAccount(account): InAccount,
    Path(id): Path<String>,
) -> ApiResult {
    shared.state().delete(&account, account_connector_id(&id)?)?;
    Ok(Json(json!({"Message": "Account Connector deleted."})))
}

pub(super) async fn deauthenticate(
    State(shared): State<Arc<Shared>>,
    InAccount(account): InAccount,
    Path(id): Path<String>,
) -> ApiResult {
    shared.state().deauthenticate(&account, account_connector_id(&id)?)?;
    Ok(Json(json!({"Message": "Account Connector deauthenticated."})))
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

pub(super) fn show(state: &CyclrState, account: &str, id: u64) -> ApiResult {
    let connector = state.account_connector(account, id)?;
    Ok(Json(connector.to_json(&state.definition_of(connector), &state.switches)))
}

pub(super) fn account_connector_id(id: &str) -> Result<u64, Refusal> {
    id.parse().map_err(|_| Refusal::not_found("Account Connector not found."))
}
