//! `/v1.0/accounts…`

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use cyclr_oauth::UtcTimestamp;
use serde_json::{Value, json};
use url::Url;

use super::answer::{ApiResult, Json};
use super::caller::Caller;
use super::fields::Fields;
use super::list::ListPage;
use crate::query::Query;
use crate::shared::Shared;
use crate::state::{AccountChange, CyclrState, HoursChange, Refusal, seven_digits};

pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    query: Query,
) -> Result<Response, Refusal> {
    caller.is_partner()?;
    let state = shared.state();
    let page = ListPage::read(&query, state.switches.page_size)?;
    let all: Vec<_> = state.accounts().collect();
    Ok(page.answer(&all, |(id, account)| account.to_json(id)))
}

pub(super) async fn create(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    fields: Fields,
) -> ApiResult {
    caller.is_partner()?;
    fields.required("Name")?;
    let id = fields.text("Id")?.filter(|it| !it.trim().is_empty());
    let change = change(&fields)?;
    let mut state = shared.state();
    let id = state.create_account(id, change)?;
    show(&state, &id)
}

pub(super) async fn read(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(id): Path<String>,
) -> ApiResult {
    caller.is_partner()?;
    show(&shared.state(), &id)
}

pub(super) async fn update(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(id): Path<String>,
    fields: Fields,
) -> ApiResult {
    caller.is_partner()?;
    let mut state = shared.state();
    state.account(&id)?;
    state.update_account(&id, change(&fields)?)?;
    show(&state, &id)
}

pub(super) async fn delete(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(id): Path<String>,
) -> ApiResult {
    caller.is_partner()?;
    shared.state().delete_account(&id)?;
    Ok(Json(json!({"Message": "Account deleted."})))
}

/// None has any.
pub(super) async fn sub_accounts(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(id): Path<String>,
) -> ApiResult {
    caller.is_partner()?;
    shared.state().account(&id)?;
    Ok(Json(json!([])))
}

pub(super) async fn usage(
    State(shared): State<Arc<Shared>>,
    caller: Caller,
    Path(id): Path<String>,
) -> ApiResult {
    caller.is_partner()?;
    let state = shared.state();
    let account = state.account(&id)?;
    let (start, end) = (seven_digits(account.created), seven_digits(shared.clock.now().into()));
    Ok(Json(json!({"Id": id, "TasksUsed": 0, "StartTime": start, "EndTime": end})))
}

fn show(state: &CyclrState, id: &str) -> ApiResult {
    Ok(Json(state.account(id)?.to_json(id)))
}

fn change(fields: &Fields) -> Result<AccountChange, Refusal> {
    let name = fields.text("Name")?;
    if name.as_deref().is_some_and(|it| it.trim().is_empty()) {
        return Err(Refusal::bad_request("Name is required."));
    }
    let webhook_enabled = fields.boolean("TransactionErrorWebhookEnabled")?;
    let next_bill = fields.text("NextBillDateUtc")?;
    Ok(AccountChange {
        name,
        description: fields.text("Description")?,
        timezone: fields.text("Timezone")?,
        audit_info: fields.text("AuditInfo")?,
        task_audit_info: fields.text("TaskAuditInfo")?,
        next_bill: next_bill.and_then(|it| it.parse::<UtcTimestamp>().ok()),
        success_hours: hours(fields, "StepDataSuccessRetentionHours")?,
        errored_hours: hours(fields, "StepDataErroredRetentionHours")?,
        webhook_url: webhook_url(fields, webhook_enabled == Some(true))?,
        webhook_enabled,
        include_warnings: fields.boolean("TransactionErrorWebhookIncludeWarnings")?,
    })
}

/// The most that Cyclr keeps (observed).
const MOST_HOURS: u64 = 744;

/// `null` clears them, and what is not a whole number is ignored (observed).
fn hours(fields: &Fields, name: &str) -> Result<HoursChange, Refusal> {
    let text = match fields.get(name) {
        None if fields.has(name) => return Ok(HoursChange::Become(None)),
        None => return Ok(HoursChange::Stay),
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(value) => value.to_string(),
    };
    match text.parse::<i64>() {
        Ok(hours) if hours < 0 => {
            Err(Refusal::bad_request(format!("{name} ({hours}): must be non negative")))
        }
        Ok(hours) => Ok(HoursChange::Become(Some(hours.unsigned_abs().min(MOST_HOURS)))),
        Err(_) => Ok(HoursChange::Stay),
    }
}

/// With `https://` in front, where there is no scheme (observed).
fn webhook_url(fields: &Fields, is_enabled: bool) -> Result<Option<String>, Refusal> {
    let text = fields.text("TransactionErrorWebhookUrl")?.filter(|it| !it.is_empty());
    let Some(text) = text else {
        let missing = Refusal::bad_request(
            "Transaction Error Webhook enabled: Transaction Error Webhook URL must be defined",
        );
        return if is_enabled { Err(missing) } else { Ok(None) };
    };
    let url = if text.contains("://") { text } else { format!("https://{text}") };
    let is_valid = Url::parse(&url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    if is_valid { Ok(Some(url)) } else { Err(invalid(&url)) }
}

fn invalid(url: &str) -> Refusal {
    Refusal::bad_request(format!("{url} is not a valid URL"))
}
