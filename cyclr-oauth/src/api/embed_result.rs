//! What Cyclr's embedded pages hand to the partner's page, and what a marketplace notifies of.

use serde::Deserialize;
use serde::de::{Deserializer, Error};
use serde_json::Value;

use crate::api::lenient::null_as_default;

/// What the last page of LAUNCH or of a marketplace hands to the partner's page, as a JSON text
/// (documented).
///
/// ```
/// use cyclr_oauth::api::EmbedResult;
///
/// // What `event.data` of the message was.
/// let message = r#"{"accountApiId":"Acme-42","cycleId":"c0ffee","status":"Active","errors":[]}"#;
/// let result: EmbedResult = serde_json::from_str(message)?;
/// assert_eq!(result.account_api_id.as_deref(), Some("Acme-42"));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Security
///
/// It comes by way of the user's browser, and proves nothing: ask Cyclr.
#[derive(Clone, Debug, Default, Deserialize)]
#[non_exhaustive]
#[serde(default, rename_all = "camelCase")]
pub struct EmbedResult {
    /// `accountId`: Cyclr's own id of the account.
    pub account_id: Option<String>,
    /// `accountApiId`: the partner's id of the account.
    pub account_api_id: Option<String>,
    /// `cycleId`: the integration that was installed.
    pub cycle_id: Option<String>,
    /// `status`: `Active`, or `Stopped`.
    pub status: Option<String>,
    /// `userId`
    pub user_id: Option<String>,
    /// `webhooks`: the addresses of the integration's webhooks.
    #[serde(deserialize_with = "null_as_default")]
    pub webhooks: Vec<Value>,
    /// `errors`
    #[serde(deserialize_with = "null_as_default")]
    pub errors: Vec<Value>,
    /// `completeParameter`: what was asked to be carried back.
    pub complete_parameter: Option<String>,
    /// `templateId`
    pub template_id: Option<String>,
    /// `templateReleaseId`
    pub template_release_id: Option<String>,
    /// `templateTags`
    pub template_tags: Option<Value>,
    /// `installCompleteMessage`, of a marketplace.
    pub install_complete_message: Option<String>,
    /// `marketplacePackageId`, of a marketplace.
    pub marketplace_package_id: Option<u64>,
    /// `cycles`, of a marketplace.
    #[serde(deserialize_with = "null_as_default")]
    pub cycles: Vec<Value>,
}

/// What Cyclr sends to a marketplace's notification address (documented).
///
/// ```
/// use cyclr_oauth::api::{MarketplaceNotification, MarketplaceStatus};
///
/// let body = br#"{"Status":"installed","AccountApiId":"Acme-42","MarketplaceIntegrationPackageId":1234}"#;
/// let notification: MarketplaceNotification = serde_json::from_slice(body)?;
/// assert_eq!(notification.status, MarketplaceStatus::Installed);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Security
///
/// It is not signed: anyone who knows the address can send one. Take it as a hint to ask Cyclr.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
#[serde(rename_all = "PascalCase")]
pub struct MarketplaceNotification {
    /// `Status`
    pub status: MarketplaceStatus,
    /// `AccountId`: Cyclr's own id of the account.
    #[serde(default)]
    pub account_id: Option<String>,
    /// `AccountApiId`: the partner's id of the account.
    #[serde(default)]
    pub account_api_id: Option<String>,
    /// `MarketplaceIntegrationPackageId`
    #[serde(default)]
    pub marketplace_integration_package_id: Option<u64>,
    /// `MarketplaceInstallDetails`: the cycles that were installed.
    #[serde(default, deserialize_with = "null_as_default")]
    pub marketplace_install_details: Vec<InstalledCycle>,
    /// `Errors`
    #[serde(default, deserialize_with = "null_as_default")]
    pub errors: Vec<Value>,
    /// `UserId`
    #[serde(default)]
    pub user_id: Option<String>,
    /// `CompleteParameter`
    #[serde(default)]
    pub complete_parameter: Option<String>,
}

/// A cycle of an installed integration package.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
#[serde(rename_all = "PascalCase")]
pub struct InstalledCycle {
    /// `CycleId`
    #[serde(default)]
    pub cycle_id: Option<String>,
    /// `CycleStatus`
    #[serde(default)]
    pub cycle_status: Option<String>,
    /// `Webhooks`: each with `Url` and `StepName`.
    #[serde(default, deserialize_with = "null_as_default")]
    pub webhooks: Vec<Value>,
    /// `TemplateId`
    #[serde(default)]
    pub template_id: Option<String>,
    /// `TemplateReleaseId`
    #[serde(default)]
    pub template_release_id: Option<String>,
}

/// What happened to an integration package.
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
    /// One that this library doesn't know.
    Other(String),
}

impl<'de> Deserialize<'de> for MarketplaceStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(match text.to_ascii_lowercase().as_str() {
            "installed" => Self::Installed,
            "uninstalled" => Self::Uninstalled,
            "started" => Self::Started,
            "stopped" => Self::Stopped,
            "" => return Err(D::Error::custom("the `Status` is empty")),
            _ => Self::Other(text),
        })
    }
}
