//! `/v1.0/accounts/{account}/users` and `/v1.0/users`

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use cyclr_oauth::Secret;
use serde_json::json;

use super::answer::{ApiResult, Json};
use super::caller::Caller;
use super::fields::Fields;
use super::list::ListPage;
use crate::query::Query;
use crate::shared::Shared;
use crate::state::Refusal;

pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(account): Path<String>,
    query: Query,
) -> Result<Response, Refusal> {
    caller.is_partner()?;
    let state = shared.state();
    let page = ListPage::read(&query, state.switches.page_size)?;
    Ok(page.answer(&state.users(&account)?, |it| json!(it)))
}

pub(super) async fn add(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(account): Path<String>,
    fields: Fields,
) -> ApiResult {
    caller.is_partner()?;
    let mut state = shared.state();
    state.account(&account)?;
    let (user, password) = (fields.required("UserName")?, fields.required("Password")?);
    state.add_user(&account, &user, Secret::from(password))?;
    Ok(Json(json!({"Message": "User added."})))
}

pub(super) async fn set_password(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    fields: Fields,
) -> ApiResult {
    caller.is_partner()?;
    let (user, password) = (fields.required("UserName")?, fields.required("Password")?);
    shared.state().set_password(&user, Secret::from(password))?;
    Ok(Json(json!({"Message": "User updated."})))
}

pub(super) async fn remove(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(account): Path<String>,
    fields: Fields,
) -> ApiResult {
    caller.is_partner()?;
    let mut state = shared.state();
    state.account(&account)?;
    state.remove_user(&account, &fields.required("UserName")?)?;
    Ok(Json(json!({"Message": "User removed."})))
}
