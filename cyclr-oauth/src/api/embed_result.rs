//! [`EmbedResult`]: what Cyclr's embedded pages return to the partner's page.

use serde::Deserialize;
use serde_json::Value;

use crate::api::lenient::{list_if_any, number_if_any, scalar_if_any};

/// The JSON that LAUNCH or a marketplace returns to the partner's page
/// ([documented](crate::guide::how_cyclr_behaves)).
///
/// ```
/// use cyclr_oauth::api::EmbedResult;
///
/// // What `event.data` of the message was.
/// let message = r#"{"accountApiId":"Acme-42","cycleId":"c0ffee","status":"Active"}"#;
/// let result: EmbedResult = serde_json::from_str(message)?;
/// assert_eq!(result.account_api_id.as_deref(), Some("Acme-42"));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Security
///
/// Ask Cyclr for the outcome: this comes through the user's browser and proves nothing.
#[derive(Clone, Debug, Default, Deserialize)]
#[non_exhaustive]
#[serde(default, rename_all = "camelCase")]
pub struct EmbedResult {
    /// `accountId`: Cyclr's own id of the account.
    #[serde(deserialize_with = "scalar_if_any")]
    pub account_id: Option<String>,
    /// `accountApiId`: the partner's id of the account.
    #[serde(deserialize_with = "scalar_if_any")]
    pub account_api_id: Option<String>,
    /// `cycleId`: the integration that was installed.
    #[serde(deserialize_with = "scalar_if_any")]
    pub cycle_id: Option<String>,
    /// `status`: `Active`, or `Stopped`.
    #[serde(deserialize_with = "scalar_if_any")]
    pub status: Option<String>,
    /// `userId`
    #[serde(deserialize_with = "scalar_if_any")]
    pub user_id: Option<String>,
    /// `webhooks`: the addresses of the integration's webhooks.
    #[serde(deserialize_with = "list_if_any")]
    pub webhooks: Vec<Value>,
    /// `errors`
    #[serde(deserialize_with = "list_if_any")]
    pub errors: Vec<Value>,
    /// `completeParameter`: the value given when the page was opened.
    #[serde(deserialize_with = "scalar_if_any")]
    pub complete_parameter: Option<String>,
    /// `templateId`
    #[serde(deserialize_with = "scalar_if_any")]
    pub template_id: Option<String>,
    /// `templateReleaseId`
    #[serde(deserialize_with = "scalar_if_any")]
    pub template_release_id: Option<String>,
    /// `templateTags`
    pub template_tags: Option<Value>,
    /// `installCompleteMessage`, of a marketplace.
    #[serde(deserialize_with = "scalar_if_any")]
    pub install_complete_message: Option<String>,
    /// `marketplacePackageId`, of a marketplace.
    #[serde(deserialize_with = "number_if_any")]
    pub marketplace_package_id: Option<u64>,
    /// `cycles`, of a marketplace.
    #[serde(deserialize_with = "list_if_any")]
    pub cycles: Vec<Value>,
}
