//! Methods of connectors, and `/v1.0/cycles/{cycle}/prerequisites`.

use std::sync::Arc;

use axum::Extension;
use serde::Serialize;
use serde_json::Value;

use super::account_connector::account_connector_id;
use super::answer::{ApiResult, Json};
use super::caller::InAccount;
use super::connector::{Reader, connector_id, named};
use super::fields::Sent;
use super::list::{List, ListPage};
use super::members::{Kind, Member, Members};
use super::segments::Segments;
use crate::random::is_guid;
use crate::shared::Shared;
use crate::state::{Method, Prerequisite, Refusal};

/// A method, as lists show it.
#[derive(Serialize)]
#[cfg_attr(feature = "control", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
#[cfg_attr(feature = "control", schemars(rename = "Method"))]
pub(super) struct MethodAnswer {
    method_unique_identifier: String,
    name: String,
    category: Option<String>,
    parameters: [Value; 0],
}

impl MethodAnswer {
    fn new(method: &Method) -> Self {
        Self {
            method_unique_identifier: method.id.clone(),
            name: method.name.clone(),
            category: method.category.clone(),
            parameters: [],
        }
    }
}

pub(super) struct MethodCall;

impl Members for MethodCall {
    const ALL: &'static [&'static [Member]] =
        &[&[Member::new("Parameters", Kind::Object), Member::new("Fields", Kind::Object)]];
}

pub(super) async fn list(
    Extension(shared): Extension<Arc<Shared>>,
    _: Reader,
    Segments(id): Segments<String>,
    page: ListPage,
) -> Result<List<MethodAnswer>, Refusal> {
    let state = shared.state();
    let id = connector_id(&id)?;
    state.connector(id)?;
    Ok(page_of(state.methods(id).iter().collect(), &page))
}

/// Of all connectors of a name and a version.
pub(super) async fn list_named(
    Extension(shared): Extension<Arc<Shared>>,
    _: Reader,
    Segments((name, version)): Segments<(String, String)>,
    page: ListPage,
) -> Result<List<MethodAnswer>, Refusal> {
    let state = shared.state();
    let found = named(&state, &name, Some(&version));
    Ok(page_of(found.iter().flat_map(|it| state.methods(it.id)).collect(), &page))
}

fn page_of(mut methods: Vec<&Method>, page: &ListPage) -> List<MethodAnswer> {
    if let Some(category) = page.category.as_deref() {
        methods.retain(|it| {
            it.category.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(category))
        });
    }
    page.of(&methods, |it| MethodAnswer::new(it))
}

pub(super) async fn call(
    Extension(shared): Extension<Arc<Shared>>,
    InAccount(account): InAccount,
    Segments((id, method)): Segments<(String, String)>,
) -> ApiResult<Value> {
    answer_of(&shared, &account, &id, &method)
}

/// Parameters and fields don't change the answer.
pub(super) async fn call_with(
    Extension(shared): Extension<Arc<Shared>>,
    InAccount(account): InAccount,
    Segments((id, method)): Segments<(String, String)>,
    Sent { .. }: Sent<MethodCall>,
) -> ApiResult<Value> {
    answer_of(&shared, &account, &id, &method)
}

fn answer_of(shared: &Shared, account: &str, id: &str, method: &str) -> ApiResult<Value> {
    let mut state = shared.state();
    let id = account_connector_id(id)?;
    state.account_connector(account, id)?;
    if !is_guid(method) {
        return Err(Refusal::bad_request("The method id must be a GUID."));
    }
    Ok(Json(state.call_method(account, id, method)?))
}

pub(super) async fn prerequisites(
    Extension(shared): Extension<Arc<Shared>>,
    InAccount(account): InAccount,
    Segments(cycle): Segments<String>,
) -> ApiResult<Vec<Prerequisite>> {
    Ok(Json(shared.state().cycle_prerequisites(&account, &cycle)?))
}
