//! `/v1.0/account/connectors/{id}/properties…`

use std::sync::Arc;

use axum::Extension;

use super::account_connector::account_connector_id;
use super::answer::{ApiResult, Json, Message};
use super::caller::InAccount;
use super::fields::Sent;
use super::list::{List, ListPage};
use super::members::{Member, Members, PROPERTY};
use super::segments::Segments;
use crate::shared::Shared;
use crate::state::{Property, Refusal, no_property};

/// `Id` may be there and is ignored (observed).
pub(super) struct NewProperty;

impl Members for NewProperty {
    const ALL: &'static [&'static [Member]] = &[PROPERTY];
}

pub(super) struct ChangedProperty;

impl Members for ChangedProperty {
    const ALL: &'static [&'static [Member]] = &[&[Member::text("Name"), Member::text("Value")]];
}

pub(super) async fn list(
    Extension(shared): Extension<Arc<Shared>>,
    InAccount(account): InAccount,
    Segments(id): Segments<String>,
    page: ListPage,
) -> Result<List<Property>, Refusal> {
    let state = shared.state();
    let connector = state.account_connector(&account, account_connector_id(&id)?)?;
    Ok(page.of(&connector.properties, Property::clone))
}

pub(super) async fn create(
    Extension(shared): Extension<Arc<Shared>>,
    InAccount(account): InAccount,
    Segments(id): Segments<String>,
    Sent { fields, .. }: Sent<NewProperty>,
) -> ApiResult<Property> {
    let id = account_connector_id(&id)?;
    let mut state = shared.state();
    state.account_connector(&account, id)?;
    let (name, value) = (fields.required("Name")?, fields.text("Value")?.unwrap_or_default());
    Ok(Json(state.create_property(&account, id, &name, value)?))
}

pub(super) async fn read(
    Extension(shared): Extension<Arc<Shared>>,
    InAccount(account): InAccount,
    Segments(ids): Segments<(String, String)>,
) -> ApiResult<Property> {
    let (id, property) = read_ids(&ids)?;
    let state = shared.state();
    let connector = state.account_connector(&account, id)?;
    let found = connector.properties.iter().find(|it| it.id == property);
    Ok(Json(found.ok_or_else(no_property)?.clone()))
}

pub(super) async fn update(
    Extension(shared): Extension<Arc<Shared>>,
    InAccount(account): InAccount,
    Segments(ids): Segments<(String, String)>,
    Sent { fields, .. }: Sent<ChangedProperty>,
) -> ApiResult<Property> {
    let (id, property) = read_ids(&ids)?;
    let (name, value) = (fields.text("Name")?, fields.text("Value")?);
    Ok(Json(shared.state().update_property(&account, id, property, name, value)?))
}

pub(super) async fn delete(
    Extension(shared): Extension<Arc<Shared>>,
    InAccount(account): InAccount,
    Segments(ids): Segments<(String, String)>,
) -> ApiResult<Message> {
    let (id, property) = read_ids(&ids)?;
    shared.state().delete_property(&account, id, property)?;
    Ok(Message::json("Account Connector Property deleted."))
}

fn read_ids((id, property): &(String, String)) -> Result<(u64, u64), Refusal> {
    Ok((account_connector_id(id)?, property.parse().map_err(|_| no_property())?))
}
