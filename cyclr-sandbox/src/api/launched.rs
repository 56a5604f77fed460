//! [`Launched`]: what LAUNCH, the Marketplace and ORBIT answer.

use serde::Serialize;

#[derive(Serialize)]
#[cfg_attr(feature = "control", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub(super) struct Launched {
    pub(super) account_id: String,
    pub(super) expires_at_utc: String,
    pub(super) token: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) launch_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) marketplace_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) orbit_url: Option<String>,
}
