//! `/v1.0/account/connectors/{id}/properties…`

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::json;

use super::account_connector::account_connector_id;
use super::answer::{ApiResult, Json};
use super::caller::InAccount;
use super::fields::Fields;
use super::list::ListPage;
use crate::query::Query;
use crate::shared::Shared;
use crate::state::{Refusal, no_property};

pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    InAccount(account): InAccount,
    Path(id): Path<String>,
    query: Query,
) -> Result<Response, Refusal> {
    let state = shared.state();
    let page = ListPage::read(&query, state.switches.page_size)?;
    let connector = state.account_connector(&account, account_connector_id(&id)?)?;
    Ok(page.answer(&connector.properties, |it| json!(it)))
}

pub(super) async fn create(
    State(shared): State<Arc<Shared>>,
    InAccount(account): InAccount,
    Path(id): Path<String>,
    fields: Fields,
) -> ApiResult {
    let id = account_connector_id(&id)?;
    let mut state = shared.state();
    state.account_connector(&account, id)?;
    let (name, value) = (fields.required("Name")?, fields.text("Value")?.unwrap_or_default());
    Ok(Json(json!(state.create_property(&account, id, &name, value)?)))
}

pub(super) async fn read(
    State(shared): State<Arc<Shared>>,
    InAccount(account): InAccount,
    Path(ids): Path<(String, String)>,
) -> ApiResult {
    let (id, property) = read_ids(&ids)?;
    let state = shared.state();
    let connector = state.account_connector(&account, id)?;
    let found = connector.properties.iter().find(|it| it.id == property);
    Ok(Json(json!(found.ok_or_else(no_property)?)))
}

pub(super) async fn update(
    State(shared): State<Arc<Shared>>,
    InAccount(account): InAccount,
    Path(ids): Path<(String, String)>,
    fields: Fields,
) -> ApiResult {
    let (id, property) = read_ids(&ids)?;
    let (name, value) = (fields.text("Name")?, fields.text("Value")?);
    Ok(Json(json!(shared.state().update_property(&account, id, property, name, value)?)))
}

pub(super) async fn delete(
    State(shared): State<Arc<Shared>>,
    InAccount(account): InAccount,
    Path(ids): Path<(String, String)>,
) -> ApiResult {
    let (id, property) = read_ids(&ids)?;
    shared.state().delete_property(&account, id, property)?;
    Ok(Json(json!({"Message": "Account Connector Property deleted."})))
}

fn read_ids((id, property): &(String, String)) -> Result<(u64, u64), Refusal> {
    Ok((account_connector_id(id)?, property.parse().map_err(|_| no_property())?))
}
