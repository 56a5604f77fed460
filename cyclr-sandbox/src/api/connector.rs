//! `/v1.0/connectors…`

use std::sync::Arc;

use axum::Extension;
use axum::extract::FromRequestParts;
use cyclr_oauth::ConnectorId;
use cyclr_oauth::api::Connector;
use http::request::Parts;
use serde::Serialize;

use super::account_connector::{AccountConnectorAnswer, change, show};
use super::answer::{ApiResult, Json};
use super::caller::{Caller, InAccount};
use super::definition::Definition;
use super::fields::Sent;
use super::list::{List, ListPage};
use super::members::{CREDENTIALS, Member, Members};
use super::segments::Segments;
use crate::shared::Shared;
use crate::state::{CyclrState, Refusal};

/// Somebody who may see the definitions of connectors.
pub(super) struct Reader;

impl FromRequestParts<()> for Reader {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, (): &()) -> Result<Self, Refusal> {
        let need_account = Shared::of(&parts.extensions).state().switches.connectors_need_account;
        if need_account {
            InAccount::from_request_parts(parts, &()).await?;
        } else {
            Caller::from_request_parts(parts, &()).await?;
        }
        Ok(Self)
    }
}

/// One by its id; an array by its name (observed).
#[derive(Serialize)]
#[cfg_attr(feature = "control", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub(super) enum OneOrMany {
    One(Definition),
    Many(Vec<Definition>),
}

pub(super) struct NewConnector;

impl Members for NewConnector {
    const ALL: &'static [&'static [Member]] = &[CREDENTIALS];
}

pub(super) async fn list(
    Extension(shared): Extension<Arc<Shared>>,
    _: Reader,
    page: ListPage,
) -> Result<List<Definition>, Refusal> {
    let state = shared.state();
    let category = page.category.as_deref();
    let all: Vec<_> =
        state.connectors().filter(|it| state.is_of_category(it.id, category)).collect();
    Ok(page.of(&all, |it| Definition::new(it, &state.switches)))
}

pub(super) async fn read(
    Extension(shared): Extension<Arc<Shared>>,
    _: Reader,
    Segments(id): Segments<String>,
) -> ApiResult<OneOrMany> {
    let state = shared.state();
    match id.parse() {
        Ok(id) => {
            let definition = state.connector(id)?;
            Ok(Json(OneOrMany::One(Definition::new(&definition, &state.switches))))
        }
        Err(_) => Ok(Json(OneOrMany::Many(array(&state, named(&state, &id, None))))),
    }
}

pub(super) async fn of_version(
    Extension(shared): Extension<Arc<Shared>>,
    _: Reader,
    Segments((name, version)): Segments<(String, String)>,
) -> ApiResult<Vec<Definition>> {
    let state = shared.state();
    Ok(Json(array(&state, named(&state, &name, Some(&version)))))
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

fn array(state: &CyclrState, found: Vec<&Arc<Connector>>) -> Vec<Definition> {
    found.into_iter().map(|it| Definition::new(it, &state.switches)).collect()
}

pub(super) async fn install(
    Extension(shared): Extension<Arc<Shared>>,
    InAccount(account): InAccount,
    Segments(id): Segments<String>,
    Sent { fields, .. }: Sent<NewConnector>,
) -> ApiResult<AccountConnectorAnswer> {
    let id = connector_id(&id)?;
    let mut state = shared.state();
    state.connector(id)?;
    let installed = state.install(&account, id, change(&fields)?)?;
    show(&state, &account, installed)
}

pub(super) fn connector_id(id: &str) -> Result<ConnectorId, Refusal> {
    id.parse().map_err(|_| Refusal::not_found("Connector not found."))
}
