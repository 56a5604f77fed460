//! [`AccessToken`] and [`SignIn`]

use std::sync::Arc;
use std::time::SystemTime;

use serde_json::Value;

#[derive(Clone, Debug)]
pub(crate) struct AccessToken {
    /// The account that it is limited to.
    pub(crate) account: Option<String>,
    pub(crate) issued: SystemTime,
    pub(crate) expires: SystemTime,
}

/// Whom a one-time token or a session signs in, and until when.
#[derive(Clone, Debug)]
pub(crate) struct SignIn {
    pub(crate) account: String,
    pub(crate) user: String,
    pub(crate) expires: SystemTime,
    pub(crate) launch: Option<Arc<LaunchRecord>>,
}

/// What LAUNCH, the Marketplace or ORBIT was asked for.
#[derive(Debug)]
pub(crate) struct LaunchRecord {
    pub(crate) kind: &'static str,
    /// Names and values of the request's options.
    pub(crate) options: Vec<(String, String)>,
    /// The account connectors that were installed for it.
    pub(crate) installed: Vec<u64>,
    pub(crate) result: Value,
}
