//! [`NewAccount`] and [`AccountUpdate`]: the settings of an account.

use std::borrow::Cow;
use std::fmt;

use crate::api::call::Content;
use crate::api::webhook_address::WebhookUrl;
use crate::connector::{Value, object};
use crate::handoff::Missing;
use crate::values::{AccountId, Secret, UtcTimestamp};

/// The settings of an account: the members of a request's body.
#[derive(Clone, Default)]
struct Settings<'a>(Vec<(&'static str, Setting<'a>)>);

#[derive(Clone)]
enum Setting<'a> {
    Null,
    Bool(bool),
    Number(u64),
    Text(Cow<'a, str>),
    Url(&'a WebhookUrl),
}

impl<'a> Settings<'a> {
    /// The last call wins.
    fn set(&mut self, key: &'static str, setting: Setting<'a>) {
        self.remove(key);
        self.0.push((key, setting));
    }

    fn remove(&mut self, key: &'static str) {
        self.0.retain(|(known, _)| *known != key);
    }

    fn sent(&self, id: Option<&AccountId>) -> SentSettings {
        SentSettings { body: self.to_json(id), webhook_url: self.webhook_url() }
    }

    fn to_json(&self, id: Option<&AccountId>) -> Secret {
        let id = ("Id", id.map(|id| Value::Text(id.as_str())));
        let members = self.0.iter().map(|(key, setting)| {
            let value = match setting {
                Setting::Null => Value::Null,
                Setting::Bool(value) => Value::Bool(*value),
                Setting::Number(value) => Value::Number(*value),
                Setting::Text(text) => Value::Text(text),
                Setting::Url(url) => Value::Text(url.expose_url()),
            };
            (*key, Some(value))
        });
        object(&[id].into_iter().chain(members).collect::<Vec<_>>())
    }

    fn webhook_url(&self) -> Option<WebhookUrl> {
        self.0.iter().find_map(|(_, setting)| match setting {
            Setting::Url(url) => Some((*url).clone()),
            _ => None,
        })
    }
}

/// The body of a request that creates or updates an account, and the secret in it.
#[derive(Clone, Debug)]
pub(super) struct SentSettings {
    body: Secret,
    webhook_url: Option<WebhookUrl>,
}

impl SentSettings {
    pub(super) fn content(&self) -> Content {
        Content::Json(self.body.clone().into())
    }

    pub(super) fn visit_secrets(&self, visit: &mut dyn FnMut(&str)) {
        if let Some(url) = &self.webhook_url {
            url.visit(visit);
        }
    }
}

const WEBHOOK_ENABLED: &str = "TransactionErrorWebhookEnabled";
const WEBHOOK_URL: &str = "TransactionErrorWebhookUrl";
const WEBHOOK_WARNINGS: &str = "TransactionErrorWebhookIncludeWarnings";

/// Settings of a new or an existing account.
macro_rules! settings {
    () => {
        /// Sets the description: `Description`.
        pub fn description(self, description: &'a str) -> Self {
            self.with("Description", Setting::Text(description.into()))
        }

        /// Sets the time zone by its IANA name, such as `Europe/London`: `Timezone`.
        pub fn timezone(self, timezone: &'a str) -> Self {
            self.with("Timezone", Setting::Text(timezone.into()))
        }

        /// Sets a note about the account, for the partner: `AuditInfo`.
        pub fn audit_info(self, note: &'a str) -> Self {
            self.with("AuditInfo", Setting::Text(note.into()))
        }

        /// Sets a note about the account's tasks, for the partner: `TaskAuditInfo`.
        pub fn task_audit_info(self, note: &'a str) -> Self {
            self.with("TaskAuditInfo", Setting::Text(note.into()))
        }

        /// Sets the next billing date: `NextBillDateUtc`.
        pub fn next_bill_date(self, date: UtcTimestamp) -> Self {
            self.with("NextBillDateUtc", Setting::Text(date.to_string().into()))
        }

        /// Sets how long Cyclr keeps successful transactions' data:
        /// `StepDataSuccessRetentionHours`.
        ///
        /// `None` clears it, and the partner's setting applies. Cyclr stores 744 hours for any
        /// higher number ([observed](crate::guide::how_cyclr_behaves)).
        pub fn success_retention_hours(self, hours: impl Into<Option<u32>>) -> Self {
            self.with("StepDataSuccessRetentionHours", Setting::hours(hours.into()))
        }

        /// Sets how long Cyclr keeps failed transactions' data: `StepDataErroredRetentionHours`.
        ///
        /// `None` clears it, and the partner's setting applies. Cyclr stores 744 hours for any
        /// higher number ([observed](crate::guide::how_cyclr_behaves)).
        pub fn errored_retention_hours(self, hours: impl Into<Option<u32>>) -> Self {
            self.with("StepDataErroredRetentionHours", Setting::hours(hours.into()))
        }

        /// Makes Cyclr post a [`TransactionError`](crate::api::TransactionError) when a transaction
        /// fails.
        ///
        /// Sets `TransactionErrorWebhookEnabled` and `TransactionErrorWebhookUrl`, which Cyclr
        /// accepts only together ([observed](crate::guide::how_cyclr_behaves)).
        pub fn transaction_error_webhook(self, url: &'a WebhookUrl) -> Self {
            self.with(WEBHOOK_ENABLED, Setting::Bool(true)).with(WEBHOOK_URL, Setting::Url(url))
        }

        /// Turns the transaction error webhook off.
        pub fn no_transaction_error_webhook(mut self) -> Self {
            self.settings.remove(WEBHOOK_URL);
            self.with(WEBHOOK_ENABLED, Setting::Bool(false))
        }

        /// Sets whether that webhook also reports warnings:
        /// `TransactionErrorWebhookIncludeWarnings`.
        pub fn include_warnings(self, include: bool) -> Self {
            self.with(WEBHOOK_WARNINGS, Setting::Bool(include))
        }

        fn with(mut self, key: &'static str, setting: Setting<'a>) -> Self {
            self.settings.set(key, setting);
            self
        }
    };
}

impl Setting<'_> {
    fn hours(hours: Option<u32>) -> Self {
        hours.map_or(Self::Null, |hours| Self::Number(hours.into()))
    }
}

/// A new account to create.
///
/// ```
/// use cyclr_oauth::api::{Call, Content, CreateAccount, NewAccount};
/// use cyclr_oauth::AccountId;
///
/// let id = AccountId::new("Acme-42")?;
/// let account = NewAccount::new("Acme Ltd").id(&id).timezone("Europe/London");
/// let Content::Json(body) = CreateAccount::new(&account).content() else { unreachable!() };
/// assert_eq!(
///     str::from_utf8(body.as_bytes())?,
///     r#"{"Id":"Acme-42","Name":"Acme Ltd","Timezone":"Europe/London"}"#,
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Cyclr chooses the settings that you leave out. Without an id, it generates a GUID
/// ([observed](crate::guide::how_cyclr_behaves)), and creating the account twice makes two
/// accounts.
#[derive(Clone)]
#[must_use = "it does nothing until the client sends it"]
pub struct NewAccount<'a, I = Missing> {
    id: I,
    settings: Settings<'a>,
}

impl<'a> NewAccount<'a> {
    /// An account with this name.
    pub fn new(name: &'a str) -> Self {
        Self { id: Missing, settings: Settings(vec![("Name", Setting::Text(name.into()))]) }
    }

    /// Gives the account the partner's own id: `Id`.
    pub fn id(self, id: &'a AccountId) -> NewAccount<'a, &'a AccountId> {
        NewAccount { id, settings: self.settings }
    }
}

impl<'a, I> NewAccount<'a, I> {
    settings!();
}

impl<I: NewAccountId> NewAccount<'_, I> {
    pub(super) fn sent(&self) -> SentSettings {
        self.settings.sent(self.id.id())
    }
}

#[cfg(feature = "client")]
impl<I: HasAccountId> NewAccount<'_, I> {
    pub(crate) fn account_id(&self) -> &AccountId {
        self.id.account_id()
    }
}

impl<I> fmt::Debug for NewAccount<'_, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewAccount").finish_non_exhaustive()
    }
}

/// Changes to an account; settings that you leave out keep their values
/// ([observed](crate::guide::how_cyclr_behaves)).
///
/// ```
/// use cyclr_oauth::AccountId;
/// use cyclr_oauth::api::{AccountUpdate, Call, Content, UpdateAccount};
///
/// let update = AccountUpdate::new().name("Acme PLC").success_retention_hours(None);
/// let account = AccountId::new("Acme-42")?;
/// let Content::Json(body) = UpdateAccount::new(&account, &update).content() else {
///     unreachable!()
/// };
/// assert_eq!(
///     str::from_utf8(body.as_bytes())?,
///     r#"{"Name":"Acme PLC","StepDataSuccessRetentionHours":null}"#,
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
#[must_use = "it does nothing until the client sends it"]
pub struct AccountUpdate<'a> {
    settings: Settings<'a>,
}

impl<'a> AccountUpdate<'a> {
    /// No changes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the name: `Name`.
    pub fn name(self, name: &'a str) -> Self {
        self.with("Name", Setting::Text(name.into()))
    }

    settings!();

    pub(super) fn sent(&self) -> SentSettings {
        self.settings.sent(None)
    }
}

impl fmt::Debug for AccountUpdate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountUpdate").finish_non_exhaustive()
    }
}

/// The id of a [`NewAccount`], or [`Missing`].
pub trait NewAccountId {
    #[doc(hidden)]
    fn id(&self) -> Option<&AccountId>;
}

impl NewAccountId for Missing {
    fn id(&self) -> Option<&AccountId> {
        None
    }
}

impl NewAccountId for &AccountId {
    fn id(&self) -> Option<&AccountId> {
        Some(self)
    }
}

/// A [`NewAccount`] that has an id.
#[diagnostic::on_unimplemented(
    message = "this account has no id, so creating it twice would make two",
    label = "`.id(…)` is missing here",
    note = "call `.id(&account_id)` on the `NewAccount`, or use `create` for an account whose id Cyclr chooses"
)]
pub trait HasAccountId: NewAccountId {
    #[doc(hidden)]
    fn account_id(&self) -> &AccountId;
}

#[diagnostic::do_not_recommend]
impl HasAccountId for &AccountId {
    fn account_id(&self) -> &AccountId {
        self
    }
}
