//! `/v1.0/accounts/{account}/users` and `/v1.0/users`

use std::sync::Arc;

use axum::Extension;
use cyclr_oauth::Secret;

use super::answer::{ApiResult, Message};
use super::caller::Caller;
use super::fields::{Fields, Sent};
use super::list::{List, ListPage};
use super::members::{Member, Members};
use super::segments::Segments;
use crate::shared::Shared;
use crate::state::Refusal;

const USER_NAME: &[Member] = &[Member::text("UserName").required()];

pub(super) struct UserName;

impl Members for UserName {
    const ALL: &'static [&'static [Member]] = &[USER_NAME];
}

/// A user's name and password.
pub(super) struct Password;

impl Members for Password {
    const ALL: &'static [&'static [Member]] = &[USER_NAME, &[Member::text("Password").required()]];
}

pub(super) async fn list(
    Extension(shared): Extension<Arc<Shared>>,
    caller: Caller,
    Segments(account): Segments<String>,
    page: ListPage,
) -> Result<List<String>, Refusal> {
    caller.is_partner()?;
    let state = shared.state();
    Ok(page.of(&state.users(&account)?, |it| (*it).to_owned()))
}

pub(super) async fn add(
    Extension(shared): Extension<Arc<Shared>>,
    caller: Caller,
    Segments(account): Segments<String>,
    Sent { fields, .. }: Sent<Password>,
) -> ApiResult<Message> {
    caller.is_partner()?;
    let mut state = shared.state();
    state.account(&account)?;
    let (user, password) = user_and_password(&fields)?;
    state.add_user(&account, &user, password)?;
    Ok(Message::json("User added."))
}

pub(super) async fn set_password(
    Extension(shared): Extension<Arc<Shared>>,
    caller: Caller,
    Sent { fields, .. }: Sent<Password>,
) -> ApiResult<Message> {
    caller.is_partner()?;
    let (user, password) = user_and_password(&fields)?;
    shared.state().set_password(&user, password)?;
    Ok(Message::json("User updated."))
}

pub(super) async fn remove(
    Extension(shared): Extension<Arc<Shared>>,
    caller: Caller,
    Segments(account): Segments<String>,
    Sent { fields, .. }: Sent<UserName>,
) -> ApiResult<Message> {
    caller.is_partner()?;
    let mut state = shared.state();
    state.account(&account)?;
    state.remove_user(&account, &fields.required("UserName")?)?;
    Ok(Message::json("User removed."))
}

fn user_and_password(fields: &Fields) -> Result<(String, Secret), Refusal> {
    Ok((fields.required("UserName")?, Secret::from(fields.required("Password")?)))
}
