//! [`Method`] and [`Cycle`]: what runs with an account connector.

use serde::Serialize;
use serde_json::Value;

/// A method of a connector.
#[derive(Clone, Debug)]
pub(crate) struct Method {
    /// A GUID; empty until the connector is defined.
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) category: Option<String>,
    pub(crate) answer: MethodAnswer,
}

/// What the third party answers.
#[derive(Clone, Debug)]
pub(crate) enum MethodAnswer {
    /// Whom it has signed in, as `User`.
    CurrentUser,
    Json(Value),
}

impl Method {
    pub(crate) fn current_user() -> Self {
        Self {
            id: String::new(),
            name: "Get Current User".to_owned(),
            category: Some("Users".to_owned()),
            answer: MethodAnswer::CurrentUser,
        }
    }
}

/// An integration that runs with account connectors.
#[derive(Clone, Debug)]
pub(crate) struct Cycle {
    pub(crate) account: String,
    pub(crate) connectors: Vec<u64>,
}

/// What keeps a cycle from running, as Cyclr answers it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "control", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Prerequisite {
    reason_code: u32,
    reason: &'static str,
    object_type: &'static str,
    object_id: String,
}

impl Prerequisite {
    pub(crate) fn unauthenticated(account_connector: u64) -> Self {
        Self {
            reason_code: 20,
            reason: "Unauthenticated connector",
            object_type: "AccountConnector",
            object_id: account_connector.to_string(),
        }
    }
}

/// A webhook to post to an account's URL.
#[derive(Clone, Debug)]
pub(crate) struct Webhook {
    pub(crate) account: String,
    pub(crate) url: String,
    pub(crate) body: Value,
}
