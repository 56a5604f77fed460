//! `POST /v1.0/accounts/{account}/signintoken`

use std::sync::Arc;

use axum::Extension;
use serde::Serialize;

use super::answer::{ApiResult, Json};
use super::caller::Caller;
use super::fields::Sent;
use super::members::{Member, Members};
use super::segments::Segments;
use crate::shared::Shared;
use crate::state::seven_digits;

#[derive(Serialize)]
#[cfg_attr(feature = "control", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub(super) struct SignInToken {
    token: String,
    expires_at_utc: String,
}

pub(super) struct SignIn;

impl Members for SignIn {
    const ALL: &'static [&'static [Member]] = &[&[Member::text("Username").required()]];
}

pub(super) async fn issue(
    Extension(shared): Extension<Arc<Shared>>,
    Segments(account): Segments<String>,
    caller: Caller,
    Sent { fields, .. }: Sent<SignIn>,
) -> ApiResult<SignInToken> {
    caller.may_act_for(&account)?;
    let mut state = shared.state();
    // Before the body is looked at, as routes are.
    state.account(&account)?;
    let user = fields.required("Username")?;
    let (token, expires) = state.issue_sign_in_token(&account, &user, None)?;
    Ok(Json(SignInToken { token, expires_at_utc: seven_digits(expires) }))
}
