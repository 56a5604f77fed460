//! Connections that break, the cycles that run with them, and the webhooks that tell of it.

use std::sync::Arc;

use cyclr_oauth::AccountId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::input::{Body, Id};
use super::problem::Problem;
use super::state::ControlState;
use crate::record::SentWebhook;
use crate::state::MarketplaceEvent;
use crate::webhook::post;

/// A cycle to install.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct CycleBody {
    /// The id of the account.
    account: String,
    /// The account connectors that it runs with, all of that account.
    account_connectors: Vec<u64>,
}

/// A cycle that was installed.
#[derive(Serialize, JsonSchema)]
pub(super) struct CycleId {
    /// For `GET /v1.0/cycles/{id}/prerequisites` of the API.
    id: String,
}

/// A marketplace notification to post.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct NotificationBody {
    /// The id of the account.
    account: String,
    event: MarketplaceEvent,
    /// The id of the integration package.
    package: u64,
    /// Where the marketplace's notifications go: http, on a loopback host.
    url: String,
}

/// A webhook, and what came back.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct WebhookState {
    /// The id of the account.
    account: String,
    /// Where it is posted to.
    url: String,
    /// What is posted.
    #[schemars(with = "serde_json::Map<String, Value>")]
    body: Value,
    /// How often it was posted.
    tries: u32,
    /// The status of the last response.
    status: Option<u16>,
    /// Why the last try had no response.
    error: Option<String>,
    /// Whether it isn't posted again.
    settled: bool,
}

pub(super) async fn break_connection(
    control: Arc<ControlState>,
    Id(id): Id,
) -> Result<(), Problem> {
    let webhook = {
        let mut state = control.shared.state();
        if state.any_account_connector(id).is_none() {
            return Err(Problem::not_found("account connector"));
        }
        state.break_connection(id)
    };
    if let Some(webhook) = webhook {
        post(&control.shared, webhook);
    }
    Ok(())
}

pub(super) async fn webhooks(
    control: Arc<ControlState>,
    (): (),
) -> Result<Vec<WebhookState>, Problem> {
    Ok(control.shared.webhooks().all().map(Into::into).collect())
}

pub(super) async fn install_cycle(
    control: Arc<ControlState>,
    Body(CycleBody { account, account_connectors }): Body<CycleBody>,
) -> Result<CycleId, Problem> {
    let account =
        AccountId::new(account).map_err(|error| Problem::field("account", error.to_string()))?;
    let mut state = control.shared.state();
    if state.account(account.as_str()).is_err() {
        return Err(Problem::field("account", "there is no such account"));
    }
    for (index, id) in account_connectors.iter().enumerate() {
        if state.account_connector(account.as_str(), *id).is_err() {
            let field = format!("accountConnectors[{index}]");
            return Err(Problem::field(field, "the account has no such account connector"));
        }
    }
    Ok(CycleId { id: state.install_cycle(account.as_str(), account_connectors) })
}

pub(super) async fn notify_marketplace(
    control: Arc<ControlState>,
    Body(NotificationBody { account, event, package, url }): Body<NotificationBody>,
) -> Result<(), Problem> {
    let state = control.shared.state();
    let webhook = state.marketplace_notification(&account, event, package, &url);
    drop(state);
    let webhook = webhook.ok_or_else(|| Problem::field("account", "there is no such account"))?;
    post(&control.shared, webhook);
    Ok(())
}

impl From<&SentWebhook> for WebhookState {
    fn from(webhook: &SentWebhook) -> Self {
        Self {
            account: webhook.account().to_owned(),
            url: webhook.url().to_owned(),
            body: webhook.body().clone(),
            tries: webhook.tries(),
            status: webhook.status(),
            error: webhook.error().map(str::to_owned),
            settled: webhook.is_settled(),
        }
    }
}
