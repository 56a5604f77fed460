//! `/v1.0/connectors…`

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path, State};
use axum::response::Response;
use cyclr_oauth::ConnectorId;
use cyclr_oauth::api::Connector;
use http::request::Parts;

use super::account_connector::{change, show};
use super::answer::{ApiResult, Json};
use super::caller::{Caller, InAccount};
use super::fields::Fields;
use super::list::ListPage;
use crate::query::Query;
use crate::shared::Shared;
use crate::state::{CyclrState, Refusal, connector_json};

/// Somebody who may see the definitions of connectors.
pub(super) struct Reader;

impl FromRequestParts<Arc<Shared>> for Reader {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Refusal> {
        let need_account = shared.state().switches.connectors_need_account;
        if need_account {
            InAccount::from_request_parts(parts, shared).await?;
        } else {
            Caller::from_request_parts(parts, shared).await?;
        }
        Ok(Self)
    }
}

pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    _: Reader,
    query: Query,
) -> Result<Response, Refusal> {
    let state = shared.state();
    let page = ListPage::read(&query, state.switches.page_size)?;
    let category = query.get("category");
    let all: Vec<_> =
        state.connectors().filter(|it| state.is_of_category(it.id, category)).collect();
    Ok(page.answer(&all, |it| connector_json(it, &state.switches)))
}

pub(super) async fn read(
    State(shared): State<Arc<Shared>>,
    _: Reader,
    Path(id): Path<String>,
) -> ApiResult {
    let state = shared.state();
    match id.parse() {
        Ok(id) => {
            let definition = state.connector(id)?;
            Ok(Json(connector_json(&definition, &state.switches)))
        }
        Err(_) => Ok(array(&state, named(&state, &id, None))),
    }
}

pub(super) async fn of_version(
    State(shared): State<Arc<Shared>>,
    _: Reader,
    Path((name, version)): Path<(String, String)>,
) -> ApiResult {
    let state = shared.state();
    Ok(array(&state, named(&state, &name, Some(&version))))
}

/// All connectors of a name, or of a name and a version.
pub(super) fn named<'a>(
    state: &'a CyclrState,
    name: &str,
    version: Option<&str>,
) -> Vec<&'a Arc<Connector>> {
    let is_it = |it: &&Arc<Connector>| {
        it.name.eq_ignore_ascii_case(name)
            && version.is_none_or(|version| {
                it.version.as_deref().unwrap_or("null").eq_ignore_ascii_case(version)
            })
    };
    state.connectors().filter(is_it).collect()
}

/// An array (observed).
fn array(state: &CyclrState, found: Vec<&Arc<Connector>>) -> Json {
    Json(found.into_iter().map(|it| connector_json(it, &state.switches)).collect())
}

pub(super) async fn install(
    State(shared): State<Arc<Shared>>,
    InAccount(account): InAccount,
    Path(id): Path<String>,
    fields: Fields,
) -> ApiResult {
    let id = connector_id(&id)?;
    let mut state = shared.state();
    state.connector(id)?;
    let installed = state.install(&account, id, change(&fields)?)?;
    show(&state, &account, installed)
}

pub(super) fn connector_id(id: &str) -> Result<ConnectorId, Refusal> {
    id.parse().map_err(|_| Refusal::not_found("Connector not found."))
}
