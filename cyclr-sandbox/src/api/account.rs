//! `/v1.0/accounts…`

use std::sync::Arc;

use axum::Extension;
use cyclr_oauth::UtcTimestamp;
use serde::Serialize;
use serde_json::Value;
use url::Url;

use super::answer::{ApiResult, Json, Message};
use super::caller::Caller;
use super::fields::{Fields, Sent};
use super::list::{List, ListPage};
use super::members::{Kind, Member, Members};
use super::segments::Segments;
use crate::shared::Shared;
use crate::state::{Account, AccountChange, CyclrState, HoursChange, Refusal, seven_digits};

/// An account, as Cyclr answers it.
#[derive(Serialize)]
#[cfg_attr(feature = "control", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
#[cfg_attr(feature = "control", schemars(rename = "Account"))]
pub(super) struct AccountAnswer {
    created_date: String,
    id: String,
    name: String,
    description: Option<String>,
    audit_info: Option<String>,
    task_audit_info: Option<String>,
    timezone: Option<String>,
    next_bill_date_utc: String,
    step_data_success_retention_hours: Option<u64>,
    step_data_errored_retention_hours: Option<u64>,
    transaction_error_webhook_enabled: bool,
    transaction_error_webhook_url: Option<String>,
    transaction_error_webhook_include_warnings: bool,
}

impl AccountAnswer {
    fn new(id: &str, account: &Account) -> Self {
        let account = account.clone();
        Self {
            created_date: seven_digits(account.created),
            id: id.to_owned(),
            name: account.name,
            description: account.description,
            audit_info: account.audit_info,
            task_audit_info: account.task_audit_info,
            timezone: account.timezone,
            next_bill_date_utc: seven_digits(account.next_bill),
            step_data_success_retention_hours: account.success_hours,
            step_data_errored_retention_hours: account.errored_hours,
            transaction_error_webhook_enabled: account.webhook_enabled,
            transaction_error_webhook_url: account.webhook_url,
            transaction_error_webhook_include_warnings: account.include_warnings,
        }
    }
}

/// What an account used.
#[derive(Serialize)]
#[cfg_attr(feature = "control", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub(super) struct Usage {
    id: String,
    tasks_used: u64,
    start_time: String,
    end_time: String,
}

pub(super) struct NewAccount;

impl Members for NewAccount {
    const ALL: &'static [&'static [Member]] =
        &[&[Member::text("Id"), Member::text("Name").required()], CHANGES];
}

pub(super) struct ChangedAccount;

impl Members for ChangedAccount {
    const ALL: &'static [&'static [Member]] = &[&[Member::text("Name")], CHANGES];
}

const CHANGES: &[Member] = &[
    Member::text("Description"),
    Member::text("Timezone"),
    Member::text("AuditInfo"),
    Member::text("TaskAuditInfo"),
    Member::text("NextBillDateUtc"),
    Member::new("StepDataSuccessRetentionHours", Kind::Number),
    Member::new("StepDataErroredRetentionHours", Kind::Number),
    Member::boolean("TransactionErrorWebhookEnabled"),
    Member::text("TransactionErrorWebhookUrl"),
    Member::boolean("TransactionErrorWebhookIncludeWarnings"),
];

pub(super) async fn list(
    Extension(shared): Extension<Arc<Shared>>,
    caller: Caller,
    page: ListPage,
) -> Result<List<AccountAnswer>, Refusal> {
    caller.is_partner()?;
    let state = shared.state();
    let all: Vec<_> = state.accounts().collect();
    Ok(page.of(&all, |(id, account)| AccountAnswer::new(id, account)))
}

pub(super) async fn create(
    Extension(shared): Extension<Arc<Shared>>,
    caller: Caller,
    Sent { fields, .. }: Sent<NewAccount>,
) -> ApiResult<AccountAnswer> {
    caller.is_partner()?;
    fields.required("Name")?;
    let id = fields.text("Id")?.filter(|it| !it.trim().is_empty());
    let change = change(&fields)?;
    let mut state = shared.state();
    let id = state.create_account(id, change)?;
    show(&state, &id)
}

pub(super) async fn read(
    Extension(shared): Extension<Arc<Shared>>,
    caller: Caller,
    Segments(id): Segments<String>,
) -> ApiResult<AccountAnswer> {
    caller.is_partner()?;
    show(&shared.state(), &id)
}

pub(super) async fn update(
    Extension(shared): Extension<Arc<Shared>>,
    caller: Caller,
    Segments(id): Segments<String>,
    Sent { fields, .. }: Sent<ChangedAccount>,
) -> ApiResult<AccountAnswer> {
    caller.is_partner()?;
    let mut state = shared.state();
    state.account(&id)?;
    state.update_account(&id, change(&fields)?)?;
    show(&state, &id)
}

pub(super) async fn delete(
    Extension(shared): Extension<Arc<Shared>>,
    caller: Caller,
    Segments(id): Segments<String>,
) -> ApiResult<Message> {
    caller.is_partner()?;
    shared.state().delete_account(&id)?;
    Ok(Message::json("Account deleted."))
}

/// None has any.
pub(super) async fn sub_accounts(
    Extension(shared): Extension<Arc<Shared>>,
    caller: Caller,
    Segments(id): Segments<String>,
) -> ApiResult<[AccountAnswer; 0]> {
    caller.is_partner()?;
    shared.state().account(&id)?;
    Ok(Json([]))
}

pub(super) async fn usage(
    Extension(shared): Extension<Arc<Shared>>,
    caller: Caller,
    Segments(id): Segments<String>,
) -> ApiResult<Usage> {
    caller.is_partner()?;
    let state = shared.state();
    let account = state.account(&id)?;
    let (start_time, end_time) =
        (seven_digits(account.created), seven_digits(shared.clock.now().into()));
    Ok(Json(Usage { id, tasks_used: 0, start_time, end_time }))
}

fn show(state: &CyclrState, id: &str) -> ApiResult<AccountAnswer> {
    Ok(Json(AccountAnswer::new(id, state.account(id)?)))
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
    // `://` within a query doesn't follow a scheme.
    let has_scheme =
        text.split_once("://").is_some_and(|(scheme, _)| !scheme.contains(['/', '?', '#']));
    let url = if has_scheme { text } else { format!("https://{text}") };
    let is_valid = Url::parse(&url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    if is_valid { Ok(Some(url)) } else { Err(invalid(&url)) }
}

fn invalid(url: &str) -> Refusal {
    Refusal::bad_request(format!("{url} is not a valid URL"))
}
