//! Cyclr's webhooks: failed transactions, and marketplace events.
//!
//! They have no signature ([documented](crate::guide::how_cyclr_behaves)), so anyone may have
//! written them: members may be missing, in any order, of any type. Unreadable values read as
//! `None`.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::api::guid::CycleId;
use crate::api::lenient::{
    list_if_any, number_if_any, scalar_if_any, secret_if_any, time_if_any, without_byte_order_mark,
};
use crate::values::{Secret, UtcTimestamp};

/// How many bytes of a webhook are read: 256 KiB.
///
/// Set the same limit in your web framework, which holds the body first.
pub const WEBHOOK_LIMIT: usize = 256 * 1024;

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, InvalidWebhook> {
    if body.len() > WEBHOOK_LIMIT {
        return Err(InvalidWebhook::TooLong);
    }
    // If a member comes twice, the last one counts.
    let members: Map<String, Value> = serde_json::from_slice(without_byte_order_mark(body))
        .map_err(|_| InvalidWebhook::NotAnObject)?;
    T::deserialize(Value::Object(members)).map_err(|_| InvalidWebhook::NotAnObject)
}

/// The error for a request body that isn't a Cyclr webhook.
///
/// Respond with status 400. The error contains nothing of the body.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum InvalidWebhook {
    /// The body is longer than [`WEBHOOK_LIMIT`].
    TooLong,
    /// The body isn't a JSON object.
    NotAnObject,
}

impl fmt::Display for InvalidWebhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "the webhook is longer than {WEBHOOK_LIMIT} bytes"),
            Self::NotAnObject => f.write_str("the webhook isn't a JSON object"),
        }
    }
}

impl std::error::Error for InvalidWebhook {}

/// The webhook for a failed transaction: Cyclr's only notice that a connection has broken.
///
/// ```
/// use cyclr_oauth::api::TransactionError;
///
/// let body = br#"{
///     "AccountExternalId": "Acme-42",
///     "CycleId": "c0ffee",
///     "Message": "Failed to authenticate the connector"
/// }"#;
/// let error = TransactionError::read(body)?;
/// assert!(error.is_authentication());
/// # Ok::<(), cyclr_oauth::api::InvalidWebhook>(())
/// ```
///
/// Cyclr posts it when a transaction fails ([documented](crate::guide::how_cyclr_behaves)). It
/// doesn't name the account connector. First verify the
/// [`WebhookAddress`](crate::api::WebhookAddress), which identifies the account, and then ask Cyclr
/// with [`needs_attention_after`](crate::client::AccountScope::needs_attention_after).
///
/// # Security
///
/// Don't trust it: it isn't signed, may arrive twice or late, and anyone can claim the account ids in
/// it.
#[derive(Clone, Debug, Default, Deserialize)]
#[non_exhaustive]
#[serde(default, rename_all = "PascalCase")]
pub struct TransactionError {
    /// `Timestamp`
    #[serde(deserialize_with = "time_if_any")]
    pub timestamp: Option<UtcTimestamp>,
    /// `AccountId`: Cyclr's own id of the account.
    #[serde(deserialize_with = "scalar_if_any")]
    pub account_id: Option<String>,
    /// `AccountExternalId`: the partner's id of the account.
    #[serde(deserialize_with = "scalar_if_any")]
    pub account_external_id: Option<String>,
    /// `AccountName`
    #[serde(deserialize_with = "scalar_if_any")]
    pub account_name: Option<String>,
    /// `CycleId`
    #[serde(deserialize_with = "cycle_if_any")]
    pub cycle_id: Option<CycleId>,
    /// `CycleName`
    #[serde(deserialize_with = "scalar_if_any")]
    pub cycle_name: Option<String>,
    /// `StepId`
    #[serde(deserialize_with = "scalar_if_any")]
    pub step_id: Option<String>,
    /// `StepName`
    #[serde(deserialize_with = "scalar_if_any")]
    pub step_name: Option<String>,
    /// `StepType`
    #[serde(deserialize_with = "scalar_if_any")]
    pub step_type: Option<String>,
    /// `TransactionId`
    #[serde(deserialize_with = "scalar_if_any")]
    pub transaction_id: Option<String>,
    /// `Message`: one of about 22 texts ([documented](crate::guide::how_cyclr_behaves)).
    #[serde(deserialize_with = "scalar_if_any")]
    pub message: Option<String>,
    /// `Detail`: secret, because it may quote the request and the third party's response.
    #[serde(deserialize_with = "secret_if_any")]
    pub detail: Option<Secret>,
    /// `IncidentLevel`
    #[serde(deserialize_with = "scalar_if_any")]
    pub incident_level: Option<String>,
}

impl TransactionError {
    /// Reads a request body of at most [`WEBHOOK_LIMIT`] bytes.
    ///
    /// # Errors
    ///
    /// [`InvalidWebhook`], which contains nothing of the body.
    pub fn read(body: &[u8]) -> Result<Self, InvalidWebhook> {
        read(body)
    }

    /// Whether the message reports a broken connection.
    ///
    /// That is `Failed to authenticate the connector`
    /// ([documented](crate::guide::how_cyclr_behaves)). Other messages, such as `Out of retries`,
    /// may also be due to a broken connection.
    #[must_use]
    pub fn is_authentication(&self) -> bool {
        self.message.as_deref().is_some_and(|message| {
            message.trim().eq_ignore_ascii_case("Failed to authenticate the connector")
        })
    }
}

fn cycle_if_any<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<CycleId>, D::Error> {
    Ok(scalar_if_any(deserializer)?.and_then(|id| CycleId::new(id).ok()))
}

/// The notification that Cyclr sends to a marketplace's address
/// ([documented](crate::guide::how_cyclr_behaves)).
///
/// ```
/// use cyclr_oauth::api::{MarketplaceNotification, MarketplaceStatus};
///
/// let body = br#"{
///     "Status": "installed",
///     "AccountApiId": "Acme-42",
///     "MarketplaceIntegrationPackageId": 1234
/// }"#;
/// let notification = MarketplaceNotification::read(body)?;
/// assert_eq!(notification.status, MarketplaceStatus::Installed);
/// # Ok::<(), cyclr_oauth::api::InvalidWebhook>(())
/// ```
///
/// # Security
///
/// It is not signed: anyone who knows the address can send one. Treat it as a hint to ask Cyclr.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
#[serde(rename_all = "PascalCase")]
pub struct MarketplaceNotification {
    /// `Status`
    #[serde(default)]
    pub status: MarketplaceStatus,
    /// `AccountId`: Cyclr's own id of the account.
    #[serde(default, deserialize_with = "scalar_if_any")]
    pub account_id: Option<String>,
    /// `AccountApiId`: the partner's id of the account.
    #[serde(default, deserialize_with = "scalar_if_any")]
    pub account_api_id: Option<String>,
    /// `MarketplaceIntegrationPackageId`
    #[serde(default, deserialize_with = "number_if_any")]
    pub marketplace_integration_package_id: Option<u64>,
    /// `MarketplaceInstallDetails`: the cycles that were installed.
    #[serde(default, deserialize_with = "list_if_any")]
    pub marketplace_install_details: Vec<InstalledCycle>,
    /// `Errors`
    #[serde(default, deserialize_with = "list_if_any")]
    pub errors: Vec<Value>,
    /// `UserId`
    #[serde(default, deserialize_with = "scalar_if_any")]
    pub user_id: Option<String>,
    /// `CompleteParameter`
    #[serde(default, deserialize_with = "scalar_if_any")]
    pub complete_parameter: Option<String>,
}

impl MarketplaceNotification {
    /// Reads a request body of at most [`WEBHOOK_LIMIT`] bytes.
    ///
    /// # Errors
    ///
    /// [`InvalidWebhook`], which contains nothing of the body.
    pub fn read(body: &[u8]) -> Result<Self, InvalidWebhook> {
        read(body)
    }
}

/// A cycle of an installed integration package.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
#[serde(rename_all = "PascalCase")]
pub struct InstalledCycle {
    /// `CycleId`
    #[serde(default, deserialize_with = "scalar_if_any")]
    pub cycle_id: Option<String>,
    /// `CycleStatus`
    #[serde(default, deserialize_with = "scalar_if_any")]
    pub cycle_status: Option<String>,
    /// `Webhooks`: each with `Url` and `StepName`.
    #[serde(default, deserialize_with = "list_if_any")]
    pub webhooks: Vec<Value>,
    /// `TemplateId`
    #[serde(default, deserialize_with = "scalar_if_any")]
    pub template_id: Option<String>,
    /// `TemplateReleaseId`
    #[serde(default, deserialize_with = "scalar_if_any")]
    pub template_release_id: Option<String>,
}

/// The event of an integration package.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum MarketplaceStatus {
    /// `installed`
    Installed,
    /// `uninstalled`
    Uninstalled,
    /// `started`
    Started,
    /// `stopped`
    Stopped,
    /// A status that this library doesn't know.
    Other(String),
}

/// For a notification without a status.
impl Default for MarketplaceStatus {
    fn default() -> Self {
        Self::Other(String::new())
    }
}

impl<'de> Deserialize<'de> for MarketplaceStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = scalar_if_any(deserializer)?.unwrap_or_default();
        Ok(match text.to_ascii_lowercase().as_str() {
            "installed" => Self::Installed,
            "uninstalled" => Self::Uninstalled,
            "started" => Self::Started,
            "stopped" => Self::Stopped,
            _ => Self::Other(text),
        })
    }
}
