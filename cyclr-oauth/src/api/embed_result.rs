//! [`EmbedResult`]: what Cyclr's embedded pages return to the partner's page.

use serde::Deserialize;
use serde_json::Value;

use crate::api::lenient::null_as_default;

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
    /// `completeParameter`: the value given when the page was opened.
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
