//! The attempts of either client.

use cyclr_oauth::blocking;
use cyclr_oauth::completion::{Begun, Completed, MemoryAttempts, Returned};
use cyclr_oauth::{
    AccountConnectorId, AccountId, AttemptError, Attempts, SessionKey, TargetOrigin,
};
use http::{Request, Response};

use crate::AnyClient;

/// Attempts in memory, begun and completed with whichever client there is.
#[derive(Debug)]
pub struct AnyAttempts {
    with_async: Attempts,
    with_blocking: blocking::Attempts,
}

/// An attempt that either has begun.
#[derive(Debug)]
pub enum AnyBegun {
    Async(Begun),
    Blocking(blocking::Begun),
}

impl Default for AnyAttempts {
    fn default() -> Self {
        // The same ones: what is begun with one client completes with the other.
        let store = MemoryAttempts::default();
        let with_async = Attempts::new(store.clone());
        Self { with_async, with_blocking: blocking::Attempts::new(store) }
    }
}

/// What a browser sends when Cyclr has redirected it.
fn returned(presented: &str) -> Result<Returned, AttemptError> {
    let request = Request::get(format!("/done?{}={presented}", Returned::PARAMETER));
    let (parts, ()) = request.body(()).unwrap().into_parts();
    Ok(Returned::by_navigation(&parts)?)
}

fn key(session: &str) -> SessionKey {
    SessionKey::new(session).unwrap()
}

impl AnyAttempts {
    pub async fn begin(
        &self,
        client: &AnyClient,
        account: &AccountId,
        id: AccountConnectorId,
        session: &str,
    ) -> Result<AnyBegun, AttemptError> {
        let session = key(session);
        Ok(match client {
            AnyClient::Async(client) => {
                AnyBegun::Async(self.with_async.begin(client, account, id, &session).await?)
            }
            AnyClient::Blocking(client) => {
                AnyBegun::Blocking(self.with_blocking.begin(client, account, id, &session)?)
            }
        })
    }

    pub async fn complete(
        &self,
        client: &AnyClient,
        presented: &str,
        session: &str,
    ) -> Result<Completed, AttemptError> {
        let (returned, session) = (returned(presented)?, key(session));
        match client {
            AnyClient::Async(client) => self.with_async.complete(client, returned, &session).await,
            AnyClient::Blocking(client) => self.with_blocking.complete(client, returned, &session),
        }
    }

    pub async fn check(
        &self,
        client: &AnyClient,
        presented: &str,
        session: &str,
    ) -> Result<bool, AttemptError> {
        let (returned, session) = (returned(presented)?, key(session));
        match client {
            AnyClient::Async(client) => self.with_async.check(client, returned, &session).await,
            AnyClient::Blocking(client) => self.with_blocking.check(client, returned, &session),
        }
    }
}

impl AnyBegun {
    pub async fn redirect(
        self,
        username: &str,
        target: &TargetOrigin,
    ) -> Result<Response<()>, AttemptError> {
        match self {
            Self::Async(begun) => begun.redirect(username, target).await,
            Self::Blocking(begun) => begun.redirect(username, target),
        }
    }

    pub async fn popup(self, username: &str, page: &TargetOrigin) -> Response<String> {
        match self {
            Self::Async(begun) => begun.popup(username, page).await.unwrap(),
            Self::Blocking(begun) => begun.popup(username, page).unwrap(),
        }
    }
}
