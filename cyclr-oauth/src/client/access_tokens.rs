//! The access token that all callers share: fetched once, renewed by one of them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::exchange::Exchange;
use crate::api::{AccessToken, Call, RequestAccessToken};
use crate::error::Kind;
use crate::{Error, UtcTimestamp};

/// For a token whose lifetime Cyclr doesn't say: our choice.
const UNKNOWN_LIFETIME: Duration = Duration::from_secs(3600);
/// How long before its end a token is renewed, at the most.
const MARGIN: Duration = Duration::from_secs(300);
/// How long a token that could not be renewed is used before the next attempt.
const REST: Duration = Duration::from_secs(30);

/// The token, and who may renew it.
pub(super) struct AccessTokens {
    state: Mutex<State>,
    /// Held while a token is asked for.
    renewal: async_lock::Mutex<()>,
}

struct State {
    current: Option<Arc<Held>>,
    /// How often a token has been asked for.
    attempts: u64,
    /// How the last attempt failed, if it did.
    failure: Option<Arc<Error>>,
}

/// A token in use.
pub(super) struct Held {
    /// By its place in memory it is known for the same, whatever its text.
    pub(super) token: Arc<AccessToken>,
    renew_at: UtcTimestamp,
    expires_at: UtcTimestamp,
}

impl AccessTokens {
    pub(super) fn new() -> Self {
        let state = State { current: None, attempts: 0, failure: None };
        Self { state: Mutex::new(state), renewal: async_lock::Mutex::new(()) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing that panics is done under the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The token, unless it is to be renewed.
    pub(super) fn current(&self, now: UtcTimestamp) -> Option<Arc<Held>> {
        let state = self.state();
        state.current.as_ref().filter(|held| now < held.renew_at).map(Arc::clone)
    }

    /// Cyclr has refused this token; the next caller asks for another.
    pub(super) fn refused(&self, refused: &Arc<Held>) {
        let mut state = self.state();
        if state.current.as_ref().is_some_and(|held| Arc::ptr_eq(&held.token, &refused.token)) {
            state.current = None;
        }
    }

    /// The token, or a new one: asked for by the first who comes, while the others wait for it, and
    /// for its failure.
    pub(super) async fn renewed(
        &self,
        exchange: &Exchange,
        ends: UtcTimestamp,
    ) -> Result<Arc<Held>, Error> {
        let operation = RequestAccessToken::OPERATION;
        let seen = self.state().attempts;
        // Dropped with its holder's future, so that the next in line takes over.
        let _renewal =
            exchange.within(exchange.left(ends), &operation, self.renewal.lock()).await?;
        let now = exchange.now();
        if let Some(held) = self.current(now) {
            return Ok(held);
        }
        let failure = {
            let state = self.state();
            state.failure.clone().filter(|_| state.attempts != seen)
        };
        if let Some(failure) = failure {
            return Err(Error::new(operation, Kind::AccessToken(failure)));
        }
        match exchange.fetch_access_token(ends).await {
            Ok(token) => {
                let lifetime = token.lifetime().unwrap_or(UNKNOWN_LIFETIME);
                let margin = MARGIN.min(lifetime / 10);
                let held = Arc::new(Held {
                    token: Arc::new(token),
                    renew_at: now.saturating_add(lifetime.saturating_sub(margin)),
                    expires_at: now.saturating_add(lifetime),
                });
                let mut state = self.state();
                state.attempts += 1;
                state.failure = None;
                state.current = Some(Arc::clone(&held));
                Ok(held)
            }
            Err(error) => {
                // That one caller's time has run out says nothing to those who came later.
                let shared = !exchange.left(ends).is_zero();
                self.failed(error, shared, exchange.now())
            }
        }
    }

    /// The old token serves on while it can.
    fn failed(&self, error: Error, shared: bool, now: UtcTimestamp) -> Result<Arc<Held>, Error> {
        let error = Arc::new(error);
        let mut state = self.state();
        if let Some(held) = state.current.take().filter(|held| now < held.expires_at) {
            let Held { token, expires_at, .. } = &*held;
            let renew_at = now.saturating_add(REST).min(*expires_at);
            let held =
                Arc::new(Held { token: Arc::clone(token), renew_at, expires_at: *expires_at });
            state.current = Some(Arc::clone(&held));
            return Ok(held);
        }
        if shared {
            state.attempts += 1;
            state.failure = Some(Arc::clone(&error));
        }
        Err(Error::new(RequestAccessToken::OPERATION, Kind::AccessToken(error)))
    }
}
