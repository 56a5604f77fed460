//! `/v1.0/connectors…`

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path, State};
use axum::response::Response;
use cyclr_oauth::ConnectorId;
use http::request::Parts;

use super::account_connector::{change, show};
use super::answer::{ApiResult, Json};
use super::caller::{Caller, InAccount};
use super::fields::Fields;
use super::list::ListPage;
use crate::query::Query;
use crate::shared::Shared;
use crate::state::{Refusal, connector_json};

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
    let all: Vec<_> = state.connectors().collect();
    Ok(page.answer(&all, |it| connector_json(it, &state.switches)))
}

pub(super) async fn read(
    State(shared): State<Arc<Shared>>,
    _: Reader,
    Path(id): Path<String>,
) -> ApiResult {
    let state = shared.state();
    let definition = state.connector(connector_id(&id)?)?;
    Ok(Json(connector_json(&definition, &state.switches)))
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

fn connector_id(id: &str) -> Result<ConnectorId, Refusal> {
    id.parse().map_err(|_| Refusal::not_found("Connector not found."))
}
