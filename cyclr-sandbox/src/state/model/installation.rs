//! What an account connector is installed or updated with.

use cyclr_oauth::Secret;
use cyclr_oauth::api::Connector;

use super::method::Method;

/// What a test or a seed installs, unchecked.
#[derive(Clone, Debug)]
pub(crate) struct Installation {
    pub(crate) definition: Connector,
    pub(crate) account_connector_id: Option<u64>,
    pub(crate) authentication: Option<String>,
    pub(crate) auth_value: Option<Secret>,
    pub(crate) properties: Vec<(String, Secret)>,
    pub(crate) category: Option<String>,
    pub(crate) methods: Vec<Method>,
}

/// What a request to install or to update says; `None` leaves as it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Change {
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) authentication: Option<String>,
    /// An empty one takes the `AuthValue` away.
    pub(crate) auth_value: Option<String>,
    pub(crate) properties: Option<Vec<(String, String)>>,
}
