//! [`Method`] and [`Cycle`]: what runs with an account connector.

use serde_json::{Value, json};

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

    /// As lists show it.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "MethodUniqueIdentifier": self.id,
            "Name": self.name,
            "Category": self.category,
            "Parameters": [],
        })
    }
}

/// An integration that runs with account connectors.
#[derive(Clone, Debug)]
pub(crate) struct Cycle {
    pub(crate) account: String,
    pub(crate) connectors: Vec<u64>,
}

/// A webhook to post to an account's URL.
#[derive(Clone, Debug)]
pub(crate) struct Webhook {
    pub(crate) account: String,
    pub(crate) url: String,
    pub(crate) body: Value,
}
