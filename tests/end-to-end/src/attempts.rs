//! The attempts of either client.

use cyclr_oauth::completion::{Completed, MemoryAttempts};
use cyclr_oauth::{AttemptError, Attempts, ConnectAttempt, blocking};

use crate::AnyClient;

/// Attempts in memory, begun and completed with whichever client there is.
#[derive(Debug)]
pub struct AnyAttempts {
    with_async: Attempts,
    with_blocking: blocking::Attempts,
}

impl Default for AnyAttempts {
    fn default() -> Self {
        // The same ones: what is begun with one client completes with the other.
        let store = MemoryAttempts::default();
        let with_async = Attempts::new(store.clone());
        Self { with_async, with_blocking: blocking::Attempts::new(store) }
    }
}

impl AnyAttempts {
    pub async fn begin(
        &self,
        attempt: &ConnectAttempt,
        client: &AnyClient,
    ) -> Result<(), AttemptError> {
        match client {
            AnyClient::Async(client) => self.with_async.begin(attempt, client).await,
            AnyClient::Blocking(client) => self.with_blocking.begin(attempt, client),
        }
    }

    pub async fn complete(
        &self,
        presented: &str,
        session: &str,
        client: &AnyClient,
    ) -> Result<Completed, AttemptError> {
        match client {
            AnyClient::Async(client) => self.with_async.complete(presented, session, client).await,
            AnyClient::Blocking(client) => self.with_blocking.complete(presented, session, client),
        }
    }

    pub async fn check(
        &self,
        presented: &str,
        session: &str,
        client: &AnyClient,
    ) -> Result<bool, AttemptError> {
        match client {
            AnyClient::Async(client) => self.with_async.check(presented, session, client).await,
            AnyClient::Blocking(client) => self.with_blocking.check(presented, session, client),
        }
    }
}
