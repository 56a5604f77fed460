//! [`SentWebhook`]: a webhook, and what came back.

use std::fmt;

use serde_json::Value;

/// A webhook that the sandbox posts to an account's URL; of
/// [`Sandbox::webhooks`](crate::Sandbox::webhooks). `Debug` shows neither the URL nor the body.
#[derive(Clone)]
pub struct SentWebhook {
    pub(crate) account: String,
    pub(crate) url: String,
    pub(crate) body: Value,
    pub(crate) tries: u32,
    pub(crate) status: Option<u16>,
    pub(crate) error: Option<String>,
    pub(crate) is_settled: bool,
}

impl SentWebhook {
    /// The id of the account.
    #[must_use]
    pub fn account(&self) -> &str {
        &self.account
    }

    /// Where it was posted to.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What was posted.
    #[must_use]
    pub const fn body(&self) -> &Value {
        &self.body
    }

    /// How often it was posted; not at all to a URL that isn't a http one on a loopback host.
    #[must_use]
    pub const fn tries(&self) -> u32 {
        self.tries
    }

    /// The status of the last response.
    #[must_use]
    pub const fn status(&self) -> Option<u16> {
        self.status
    }

    /// Why the last try had no response.
    #[must_use]
    pub fn error(&self) -> Option<&str> {
        self.error.as_deref()
    }

    /// Whether it isn't posted again: it was accepted, refused, or tried three times.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        self.is_settled
    }
}

impl fmt::Debug for SentWebhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SentWebhook")
            .field("account", &self.account)
            .field("tries", &self.tries)
            .field("status", &self.status)
            .field("error", &self.error)
            .field("is_settled", &self.is_settled)
            .finish_non_exhaustive()
    }
}
