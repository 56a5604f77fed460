//! The partner's accounts: `/v1.0/accounts`.

use http::Method;
use serde::Deserialize;

use crate::api::call::{Call, Content};
use crate::api::lenient::{null_as_default, text_if_any, time_if_any};
use crate::api::new_account::{AccountUpdate, NewAccount, NewAccountId, SentSettings};
use crate::api::operation::Operation;
use crate::api::page::{List, Page};
use crate::api::path::path;
use crate::api::response::{ApiResponse, Unreadable};
use crate::values::{AccountId, Secret, UtcTimestamp};
use crate::web::Piece;

/// Lists the partner's accounts ([documented](crate::guide::how_cyclr_behaves)).
#[derive(Clone, Copy, Debug)]
pub struct ListAccounts {
    /// Which part of the list.
    pub page: Page,
}

impl Call for ListAccounts {
    type Output = List<Account>;

    const OPERATION: Operation = Operation::new(Method::GET, ALL);

    fn path(&self) -> String {
        format!("{ALL}?{}", self.page)
    }

    fn read(&self, response: &ApiResponse) -> Result<List<Account>, Unreadable> {
        List::read(response)
    }
}

/// Gets one account ([documented](crate::guide::how_cyclr_behaves)).
#[derive(Clone, Copy, Debug)]
pub struct GetAccount<'a> {
    /// The account.
    pub account: &'a AccountId,
}

impl Call for GetAccount<'_> {
    type Output = Account;

    const OPERATION: Operation = Operation::new(Method::GET, ONE);

    fn path(&self) -> String {
        one(self.account)
    }

    fn read(&self, response: &ApiResponse) -> Result<Account, Unreadable> {
        response.json()
    }
}

/// Creates an account ([documented](crate::guide::how_cyclr_behaves)).
///
/// It is not sent again when its response is lost: without an id of the partner's choice, there would be
/// two accounts. [`Accounts::ensure`](crate::client::Accounts::ensure) is safe to repeat.
#[derive(Clone, Debug)]
pub struct CreateAccount {
    settings: SentSettings,
}

impl CreateAccount {
    /// Creates this account.
    pub fn new<I: NewAccountId>(account: &NewAccount<'_, I>) -> Self {
        Self { settings: account.sent() }
    }
}

impl Call for CreateAccount {
    type Output = Account;

    const OPERATION: Operation = Operation::new(Method::POST, ALL);

    fn path(&self) -> String {
        ALL.to_owned()
    }

    fn content(&self) -> Content {
        self.settings.content()
    }

    fn visit_secrets(&self, visit: &mut dyn FnMut(&str)) {
        self.settings.visit_secrets(visit);
    }

    fn read(&self, response: &ApiResponse) -> Result<Account, Unreadable> {
        response.json()
    }
}

/// Changes the settings that are given, and leaves the rest
/// ([observed](crate::guide::how_cyclr_behaves)).
#[derive(Clone, Debug)]
pub struct UpdateAccount<'a> {
    account: &'a AccountId,
    settings: SentSettings,
}

impl<'a> UpdateAccount<'a> {
    /// Makes these changes.
    #[must_use]
    pub fn new(account: &'a AccountId, update: &AccountUpdate<'_>) -> Self {
        Self { account, settings: update.sent() }
    }
}

impl Call for UpdateAccount<'_> {
    type Output = Account;

    const OPERATION: Operation = Operation::new(Method::PUT, ONE);

    fn path(&self) -> String {
        one(self.account)
    }

    fn content(&self) -> Content {
        self.settings.content()
    }

    fn visit_secrets(&self, visit: &mut dyn FnMut(&str)) {
        self.settings.visit_secrets(visit);
    }

    fn read(&self, response: &ApiResponse) -> Result<Account, Unreadable> {
        response.json()
    }
}

/// Deletes an account ([observed](crate::guide::how_cyclr_behaves)), and probably everything in it.
#[derive(Clone, Copy, Debug)]
pub struct DeleteAccount<'a> {
    /// The account.
    pub account: &'a AccountId,
}

impl Call for DeleteAccount<'_> {
    type Output = ();

    const OPERATION: Operation = Operation::new(Method::DELETE, ONE);

    fn path(&self) -> String {
        one(self.account)
    }

    fn read(&self, _: &ApiResponse) -> Result<(), Unreadable> {
        Ok(())
    }
}

const ALL: &str = "/v1.0/accounts";
const ONE: &str = "/v1.0/accounts/{account}";

fn one(account: &AccountId) -> String {
    path(&[Piece::Text("/v1.0/accounts/"), Piece::Value(account.as_str())])
}

/// An account as Cyclr shows it.
///
/// # Security
///
/// The webhook's URL may be what keeps strangers from posting to it; `Debug` leaves it out.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
#[serde(rename_all = "PascalCase")]
pub struct Account {
    /// `Id`: the id that the partner chose, or one of Cyclr's own. Use this one from then on.
    pub id: AccountId,
    /// `Name`
    #[serde(default, deserialize_with = "null_as_default")]
    pub name: String,
    /// `Description`
    #[serde(default)]
    pub description: Option<String>,
    /// `Timezone`, such as `Europe/London`.
    #[serde(default)]
    pub timezone: Option<String>,
    /// `AuditInfo`: a note of the partner's about the account.
    #[serde(default, deserialize_with = "text_if_any")]
    pub audit_info: Option<String>,
    /// `TaskAuditInfo`: a note of the partner's about the account's tasks.
    #[serde(default, deserialize_with = "text_if_any")]
    pub task_audit_info: Option<String>,
    /// `CreatedDate`
    #[serde(default, rename = "CreatedDate", deserialize_with = "time_if_any")]
    pub created_at: Option<UtcTimestamp>,
    /// `NextBillDateUtc`
    #[serde(default, rename = "NextBillDateUtc", deserialize_with = "time_if_any")]
    pub next_bill_date: Option<UtcTimestamp>,
    /// `StepDataSuccessRetentionHours`; none where the partner's own setting holds.
    #[serde(default, rename = "StepDataSuccessRetentionHours")]
    pub success_retention_hours: Option<u32>,
    /// `StepDataErroredRetentionHours`; none where the partner's own setting holds.
    #[serde(default, rename = "StepDataErroredRetentionHours")]
    pub errored_retention_hours: Option<u32>,
    /// `TransactionErrorWebhookEnabled`
    #[serde(default, deserialize_with = "null_as_default")]
    pub transaction_error_webhook_enabled: bool,
    /// `TransactionErrorWebhookUrl`
    #[serde(default)]
    pub transaction_error_webhook_url: Option<Secret>,
    /// `TransactionErrorWebhookIncludeWarnings`
    #[serde(default, deserialize_with = "null_as_default")]
    pub transaction_error_webhook_include_warnings: bool,
}
