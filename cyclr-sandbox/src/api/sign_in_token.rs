//! `POST /v1.0/accounts/{account}/signintoken`

use std::sync::Arc;

use axum::extract::{Path, State};
use serde_json::json;

use super::answer::{ApiResult, Json};
use super::caller::Caller;
use super::fields::Fields;
use crate::shared::Shared;
use crate::state::seven_digits;

pub(super) async fn issue(
    State(shared): State<Arc<Shared>>,
    Path(account): Path<String>,
    caller: Caller,
    fields: Fields,
) -> ApiResult {
    caller.may_act_for(&account)?;
    let mut state = shared.state();
    // Before the body is looked at, as routes are.
    state.account(&account)?;
    let user = fields.required("Username")?;
    let (token, expires) = state.issue_sign_in_token(&account, &user, None)?;
    Ok(Json(json!({"Token": token, "ExpiresAtUtc": seven_digits(expires)})))
}
