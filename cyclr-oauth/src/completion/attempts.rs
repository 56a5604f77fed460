//! [`Attempts`]: the attempts that are under way, how one begins, and how the store keeps it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::client::Client;
use crate::completion::attempt_error::AttemptError;
use crate::completion::attempt_future::AttemptFuture;
use crate::completion::attempt_text::AttemptText;
use crate::completion::begun::Begun;
use crate::completion::connect_link::LinkId;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
use crate::completion::memory_attempts::MemoryAttempts;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
use crate::completion::random::random;
use crate::completion::record::{AttemptRecord, Record, cancelled_key, completion_key, room};
use crate::completion::session_key::SessionKey;
use crate::completion::store::{AttemptStore, StoreEntry};
use crate::values::{AccountConnectorId, AccountId, UtcTimestamp};

/// The attempts to connect that are under way: each begins once, and is completed at most once.
///
/// Make one for the whole service. The order of steps is the only one that compiles:
///
/// ```no_run
/// use cyclr_oauth::completion::Returned;
/// use cyclr_oauth::{AccountId, AttemptError, Attempts, Client, SessionKey, TargetOrigin};
///
/// const DONE: TargetOrigin = TargetOrigin::from_static("https://yourapplication.com/done");
///
/// /// `POST /connect`: the user's click, with your protection against CSRF.
/// async fn connect(
///     attempts: &Attempts,
///     cyclr: &Client,
///     account: &AccountId, // of the user who is signed in
///     session_id: &str,
/// ) -> Result<http::Response<String>, AttemptError> {
///     let session = SessionKey::new(session_id)?;
///     let begun = attempts.begin(cyclr, account, 1234, &session).await?;
///     begun.redirect("example_user", &DONE).await
/// }
///
/// /// `GET /done`: the user is back.
/// async fn done(
///     attempts: &Attempts,
///     cyclr: &Client,
///     request: &http::request::Parts,
///     session_id: &str,
/// ) -> Result<http::Response<String>, AttemptError> {
///     let session = SessionKey::new(session_id)?;
///     let returned = Returned::by_navigation(request)?;
///     let completed = attempts.complete(cyclr, returned, &session).await?;
///     Ok(completed.see_other("/connections")?)
/// }
/// ```
///
/// To ask a person who isn't on your page, send a [`ConnectLink`](crate::ConnectLink).
///
/// Clones share the attempts. All times are those of the client's clock.
///
/// # Security
///
/// Take account, user name and session from the user who is signed in, never from the request. Limit
/// how often one user may begin: each beginning costs two calls to Cyclr and room in the store.
#[derive(Clone)]
pub struct Attempts {
    pub(super) store: Arc<dyn AttemptStore>,
    lifetime: Duration,
    random: fn() -> [u8; 16],
}

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
impl Attempts {
    /// Keeps attempts in the memory of this process: [`MemoryAttempts::default`].
    #[must_use]
    pub fn in_memory() -> Self {
        Self::new(MemoryAttempts::default())
    }

    /// Keeps attempts in a store.
    ///
    /// # Panics
    ///
    /// [`begin`](Self::begin) panics if the system has no randomness, without which an attempt could be
    /// forged.
    pub fn new(store: impl AttemptStore + 'static) -> Self {
        Self::with_random(store, random)
    }
}

impl Attempts {
    /// Five minutes for the sign-in token, and ten for the consent page.
    const LIFETIME: Duration = Duration::from_secs(15 * 60);
    /// How long a store keeps what has expired, for a user who is late and for a sweep.
    const KEPT: Duration = Duration::from_secs(60 * 60);
    /// How long a completion protects its connection from sweeps of earlier attempts.
    const MARKED: Duration = Duration::from_secs(24 * 60 * 60);

    /// [`new`](Self::new) with a source of randomness, which `wasm32-unknown-unknown` lacks.
    ///
    /// # Security
    ///
    /// Use bits that nobody can guess, and others each time.
    pub fn with_random(store: impl AttemptStore + 'static, random: fn() -> [u8; 16]) -> Self {
        Self { store: Arc::new(store), lifetime: Self::LIFETIME, random }
    }

    /// Sets how long an attempt can be completed, instead of 15 minutes.
    ///
    /// The sign-in token lives for five of them ([documented](crate::guide::how_cyclr_behaves)).
    /// The rest is for the third party's pages. A user who denies there is not sent back
    /// ([documented](crate::guide::how_cyclr_behaves)), so the attempt just expires.
    #[must_use]
    pub fn with_lifetime(self, lifetime: Duration) -> Self {
        Self { lifetime, ..self }
    }

    /// Begins an attempt of the user of `session` to connect an account connector.
    ///
    /// `account` is an `&AccountId`: `&AccountId::new(text)?`. `id` is a number, or an
    /// [`AccountConnectorId`] parsed from text. `session` is `&SessionKey::new(session_id)?`, of the id of
    /// the session on your server.
    ///
    /// It asks Cyclr whether the account has that connector, and whether it is authenticated already, and
    /// then remembers hashes of the attempt and the session.
    ///
    /// # Errors
    ///
    /// [`AttemptError::Cyclr`], with [`is_not_found`](crate::Error::is_not_found) if the account has no
    /// such connector; [`AttemptError::Store`].
    pub fn begin<'a>(
        &'a self,
        cyclr: &'a Client,
        account: &'a AccountId,
        id: impl Into<AccountConnectorId>,
        session: &'a SessionKey,
    ) -> AttemptFuture<'a, Begun> {
        let id = id.into();
        AttemptFuture::new(async move { self.begin_from(cyclr, account, id, session, None).await })
    }

    pub(super) async fn begin_from(
        &self,
        cyclr: &Client,
        account: &AccountId,
        id: AccountConnectorId,
        session: &SessionKey,
        link: Option<LinkId>,
    ) -> Result<Begun, AttemptError> {
        let state = cyclr.account(account).connector(id).await?;
        let text = AttemptText::new(self.random_bits());
        let now = cyclr.now();
        let expires = now.saturating_add(self.lifetime);
        let record = AttemptRecord {
            was_authenticated: state.authenticated,
            link,
            ..AttemptRecord::new(&text, account, id, session, (now, expires))
        };
        self.insert(&text.key(), record, now, expires).await?;
        Ok(Begun { cyclr: cyclr.clone(), account: account.clone(), id, state, text, expires })
    }

    pub(super) fn random_bits(&self) -> [u8; 16] {
        (self.random)()
    }

    pub(super) async fn insert(
        &self,
        key: &str,
        record: AttemptRecord,
        now: UtcTimestamp,
        due: UtcTimestamp,
    ) -> Result<(), AttemptError> {
        let account = record.room();
        // A sweep may come late: what it has yet to look at stays until then.
        let keep_until = record.expires.max(now).max(due).saturating_add(Self::KEPT);
        let value = serde_json::to_string(&Record::Attempt(record))
            .map_err(|error| AttemptError::Store(error.into()))?;
        let entry = StoreEntry { key, value: &value, account: &account, now, due, keep_until };
        self.store.insert(entry).await.map_err(AttemptError::Store)
    }

    pub(super) async fn take(&self, key: &str) -> Result<Option<String>, AttemptError> {
        self.store.take(key).await.map_err(AttemptError::Store)
    }

    /// Takes an attempt away from its session, so that no request can complete it, and leaves a copy for the sweep
    /// at `due`. Returns the copy's key, or `None` if somebody else has taken the attempt.
    pub(super) async fn withdraw(
        &self,
        key: &str,
        record: AttemptRecord,
        now: UtcTimestamp,
        due: UtcTimestamp,
    ) -> Result<Option<String>, AttemptError> {
        // First the copy: if the next step fails, one attempt has two entries, which does no harm.
        let copy = self.copy(key, record, now, due).await?;
        Ok(self.take(key).await?.map(|_| copy))
    }

    /// Leaves a copy of an attempt for the sweep at `due`. Returns the copy's key.
    pub(super) async fn copy(
        &self,
        key: &str,
        record: AttemptRecord,
        now: UtcTimestamp,
        due: UtcTimestamp,
    ) -> Result<String, AttemptError> {
        let copy = cancelled_key(key);
        self.insert(&copy, record.cancelled(), now, due).await?;
        Ok(copy)
    }

    pub(super) async fn remember_completion(
        &self,
        account: &AccountId,
        id: AccountConnectorId,
        at: UtcTimestamp,
    ) -> Result<(), AttemptError> {
        let value = serde_json::to_string(&Record::Completion { at })
            .map_err(|error| AttemptError::Store(error.into()))?;
        let keep_until = at.saturating_add(self.lifetime).saturating_add(Self::MARKED);
        let key = completion_key(account, id);
        // Not the room of the attempts: the one that is being completed may be the account's oldest.
        let account = &*room("completions", account);
        let entry =
            StoreEntry { key: &key, value: &value, account, now: at, due: keep_until, keep_until };
        self.store.insert(entry).await.map_err(AttemptError::Store)
    }

    /// Whether an attempt on the account connector has been completed since a moment.
    pub(super) async fn was_completed_since(
        &self,
        account: &AccountId,
        id: AccountConnectorId,
        moment: UtcTimestamp,
    ) -> Result<bool, AttemptError> {
        let value = self.store.get(&completion_key(account, id)).await;
        match value.map_err(AttemptError::Store)?.as_deref().map(read).transpose()? {
            Some(Record::Completion { at }) => Ok(at >= moment),
            Some(Record::Attempt(_) | Record::Link(_)) | None => Ok(false),
        }
    }
}

pub(super) fn read(value: &str) -> Result<Record, AttemptError> {
    // Where, and not the parser's words: they repeat what the entry holds.
    serde_json::from_str(value).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        AttemptError::Store(format!("an entry can't be read, line {line} column {column}").into())
    })
}

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
impl Default for Attempts {
    fn default() -> Self {
        Self::in_memory()
    }
}

impl fmt::Debug for Attempts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { store: _, lifetime, random: _ } = self;
        f.debug_struct("Attempts").field("lifetime", lifetime).finish_non_exhaustive()
    }
}
