//! [`TokenCache`]: the access tokens that all callers share, each fetched once and renewed by one caller.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::api::{AccessToken, Call, Error, Kind, Refusal, RequestAccessToken, Session};
use crate::client::credentials::ClientCredentials;
use crate::client::limits::Deadline;
use crate::client::send::{Sender, Tries};
use crate::client::trace;
use crate::values::AccountId;

/// For a token whose lifetime Cyclr doesn't state: our choice.
const UNKNOWN_LIFETIME: Duration = Duration::from_secs(3600);
/// How long before its end a token is renewed, at the most.
const MARGIN: Duration = Duration::from_secs(300);
/// How long a token that could not be renewed is used before the next attempt.
const REST: Duration = Duration::from_secs(30);
/// A token this young is not renewed, whatever its lifetime and whatever a 401 says: whoever asks for
/// another one gets the same answer.
const FRESH: Duration = Duration::from_secs(10);
/// How many accounts have a token of their own in memory. Beyond it, the one that was used the longest
/// time ago makes room.
const ACCOUNTS: usize = 1000;

/// The tokens of one pair of client credentials.
pub(crate) struct TokenCache {
    credentials: ClientCredentials,
    /// The token for everything.
    partner: Arc<Slot>,
    /// Tokens for one account each.
    accounts: Mutex<Accounts>,
}

#[derive(Default)]
struct Accounts {
    slots: HashMap<AccountId, (Arc<Slot>, u64)>,
    uses: u64,
}

/// A token, and who may renew it.
struct Slot {
    state: Mutex<State>,
    /// Held while a token is fetched.
    renewal: async_lock::Mutex<()>,
}

#[derive(Default)]
struct State {
    current: Option<Arc<Held>>,
    /// How often a token has been fetched.
    attempts: u64,
    /// How the last attempt failed, if it did.
    failure: Option<Arc<Error>>,
}

/// A token in use. Its times go by the monotonic clock.
pub(super) struct Held {
    pub(super) token: AccessToken,
    /// Tells a token from the next one, whatever its text.
    obtained: Duration,
    renew_at: Duration,
    expires_at: Duration,
}

impl TokenCache {
    pub(super) fn new(credentials: ClientCredentials) -> Self {
        Self { credentials, partner: Arc::new(Slot::new()), accounts: Mutex::default() }
    }

    pub(super) fn credentials(&self) -> &ClientCredentials {
        &self.credentials
    }

    /// The partner's token, or the one restricted to an account.
    pub(super) async fn token(
        &self,
        account: Option<&AccountId>,
        sender: &Sender,
        deadline: Deadline,
    ) -> Result<Arc<Held>, Error> {
        let slot = self.slot(account);
        if let Some(held) = slot.current(sender.clock.monotonic()) {
            return Ok(held);
        }
        slot.renewed(|| self.fetch(account, sender, deadline), sender, deadline).await
    }

    /// Cyclr has refused this token: the next caller fetches another, unless this one is fresh.
    ///
    /// Returns whether another one can be had.
    pub(super) fn refused(
        &self,
        account: Option<&AccountId>,
        refused: &Held,
        now: Duration,
    ) -> bool {
        let slot = self.slot(account);
        slot.refused(refused, now)
    }

    /// Fetches the partner's token, whatever is held: for a check of the credentials.
    pub(super) async fn fetch_partner(
        &self,
        sender: &Sender,
        deadline: Deadline,
    ) -> Result<(), Error> {
        let asked = sender.clock.monotonic();
        let token = self.fetch(None, sender, deadline).await?;
        self.partner.store(token, asked, sender.clock.monotonic());
        Ok(())
    }

    async fn fetch(
        &self,
        account: Option<&AccountId>,
        sender: &Sender,
        deadline: Deadline,
    ) -> Result<AccessToken, Error> {
        let ClientCredentials { id, secret } = &self.credentials;
        let call = RequestAccessToken { client_id: id, client_secret: secret, account };
        let operation = RequestAccessToken::OPERATION;
        let session = Session::without_token(&sender.api_domain).with_authority(&sender.authority);
        trace::call(&operation, async {
            let mut tries = Tries::new(sender, &operation, deadline);
            loop {
                let request = session.request(&call)?;
                let error = match sender.send(request, &operation, tries.failed(), deadline).await {
                    Ok(response) if response.status().is_success() => {
                        return session.read(&call, response);
                    }
                    Ok(response) => {
                        let refusal = Refusal::new(&response, |visit| call.visit_secrets(visit));
                        Error::new(operation.clone(), Kind::Status(refusal))
                    }
                    Err(error) => error,
                };
                tries.again(error).await?;
            }
        })
        .await
    }

    /// The partner's, or the account's own.
    fn slot(&self, account: Option<&AccountId>) -> Arc<Slot> {
        let Some(account) = account else { return Arc::clone(&self.partner) };
        let mut accounts = lock(&self.accounts);
        accounts.uses += 1;
        let uses = accounts.uses;
        if let Some((slot, used)) = accounts.slots.get_mut(account) {
            *used = uses;
            return Arc::clone(slot);
        }
        if accounts.slots.len() >= ACCOUNTS {
            let oldest = accounts.slots.iter().min_by_key(|(_, (_, used))| *used);
            if let Some(oldest) = oldest.map(|(account, _)| account.clone()) {
                accounts.slots.remove(&oldest);
            }
        }
        let slot = Arc::new(Slot::new());
        accounts.slots.insert(account.clone(), (Arc::clone(&slot), uses));
        slot
    }
}

impl Slot {
    fn new() -> Self {
        Self { state: Mutex::default(), renewal: async_lock::Mutex::new(()) }
    }

    /// The token, unless it must be renewed.
    fn current(&self, now: Duration) -> Option<Arc<Held>> {
        let state = lock(&self.state);
        state.current.as_ref().filter(|held| now < held.renew_at).map(Arc::clone)
    }

    fn refused(&self, refused: &Held, now: Duration) -> bool {
        let mut state = lock(&self.state);
        let is_current = |held: &Arc<Held>| held.obtained == refused.obtained;
        if !state.current.as_ref().is_some_and(is_current) {
            return true;
        }
        if now < refused.obtained.saturating_add(FRESH) {
            return false;
        }
        state.current = None;
        true
    }

    /// The token, or a new one: fetched by the first caller, while the others wait for it, and for its
    /// failure.
    async fn renewed<F>(
        &self,
        fetch: impl FnOnce() -> F,
        sender: &Sender,
        deadline: Deadline,
    ) -> Result<Arc<Held>, Error>
    where
        F: Future<Output = Result<AccessToken, Error>>,
    {
        let operation = RequestAccessToken::OPERATION;
        let seen = lock(&self.state).attempts;
        // Dropped with its holder's future, so that the next in line takes over.
        let left = sender.left(deadline);
        let _renewal = sender
            .within(left, sender.clock.sleep(left), &operation, self.renewal.lock())
            .await
            .map_err(|error| no_access_token(Arc::new(error)))?;
        if let Some(held) = self.current(sender.clock.monotonic()) {
            return Ok(held);
        }
        let failure = {
            let state = lock(&self.state);
            state.failure.clone().filter(|_| state.attempts != seen)
        };
        if let Some(failure) = failure {
            return Err(no_access_token(failure));
        }
        let asked = sender.clock.monotonic();
        let result = fetch().await;
        let now = sender.clock.monotonic();
        match result {
            Ok(token) => Ok(self.store(token, asked, now)),
            // That one caller's time has run out says nothing to those who came later.
            Err(error) => self.failed(error, !sender.left(deadline).is_zero(), now),
        }
    }

    /// Its lifetime counts from when it was asked for.
    fn store(&self, token: AccessToken, asked: Duration, now: Duration) -> Arc<Held> {
        let lifetime = token.lifetime().unwrap_or(UNKNOWN_LIFETIME);
        let renew_at = asked.saturating_add(lifetime.saturating_sub(MARGIN.min(lifetime / 10)));
        let fresh_until = now.saturating_add(FRESH);
        let held = Arc::new(Held {
            token,
            obtained: now,
            renew_at: renew_at.max(fresh_until),
            expires_at: asked.saturating_add(lifetime).max(fresh_until),
        });
        let mut state = lock(&self.state);
        state.attempts += 1;
        state.failure = None;
        state.current = Some(Arc::clone(&held));
        held
    }

    /// The old token serves on while it can.
    fn failed(&self, error: Error, shared: bool, now: Duration) -> Result<Arc<Held>, Error> {
        let error = Arc::new(error);
        let mut state = lock(&self.state);
        if let Some(held) = state.current.take().filter(|held| now < held.expires_at) {
            let Held { token, obtained, expires_at, .. } = &*held;
            let renew_at = now.saturating_add(REST).min(*expires_at);
            let (token, obtained, expires_at) = (token.clone(), *obtained, *expires_at);
            let held = Arc::new(Held { token, obtained, renew_at, expires_at });
            state.current = Some(Arc::clone(&held));
            return Ok(held);
        }
        if shared {
            state.attempts += 1;
            state.failure = Some(Arc::clone(&error));
        }
        Err(no_access_token(error))
    }
}

fn no_access_token(error: Arc<Error>) -> Error {
    Error::new(RequestAccessToken::OPERATION, Kind::NoAccessToken(error))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing that panics is done under these locks.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
