//! Methods of connectors, and `/v1.0/cycles/{cycle}/prerequisites`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::json;

use super::account_connector::account_connector_id;
use super::answer::{ApiResult, Json};
use super::caller::InAccount;
use super::connector::{Reader, connector_id, named};
use super::list::ListPage;
use crate::query::Query;
use crate::random::is_guid;
use crate::shared::Shared;
use crate::state::{CyclrState, Method, Refusal};

pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    _: Reader,
    Path(id): Path<String>,
    query: Query,
) -> Result<Response, Refusal> {
    let state = shared.state();
    let id = connector_id(&id)?;
    state.connector(id)?;
    page_of(&state, state.methods(id).iter().collect(), &query)
}

/// Of all connectors of a name and a version.
pub(super) async fn list_named(
    State(shared): State<Arc<Shared>>,
    _: Reader,
    Path((name, version)): Path<(String, String)>,
    query: Query,
) -> Result<Response, Refusal> {
    let state = shared.state();
    let found = named(&state, &name, Some(&version));
    page_of(&state, found.iter().flat_map(|it| state.methods(it.id)).collect(), &query)
}

fn page_of(
    state: &CyclrState,
    mut methods: Vec<&Method>,
    query: &Query,
) -> Result<Response, Refusal> {
    if let Some(category) = query.get("category").filter(|it| !it.is_empty()) {
        methods.retain(|it| {
            it.category.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(category))
        });
    }
    Ok(ListPage::read(query, state.switches.page_size)?.answer(&methods, |it| it.to_json()))
}

/// `GET` and `POST`; parameters and fields don't change the answer.
pub(super) async fn call(
    State(shared): State<Arc<Shared>>,
    InAccount(account): InAccount,
    Path((id, method)): Path<(String, String)>,
) -> ApiResult {
    let mut state = shared.state();
    let id = account_connector_id(&id)?;
    state.account_connector(&account, id)?;
    if !is_guid(&method) {
        return Err(Refusal::bad_request("The method id must be a GUID."));
    }
    Ok(Json(state.call_method(&account, id, &method)?))
}

pub(super) async fn prerequisites(
    State(shared): State<Arc<Shared>>,
    InAccount(account): InAccount,
    Path(cycle): Path<String>,
) -> ApiResult {
    Ok(Json(json!(shared.state().cycle_prerequisites(&account, &cycle)?)))
}
