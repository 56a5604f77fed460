//! [`Attempts`]: from the beginning of an attempt to its one completion.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::api::AccountConnectorState;
use crate::client::{AccountScope, Client};
use crate::completion::attempt_error::AttemptError;
use crate::completion::attempt_future::AttemptFuture;
use crate::completion::attempt_text::AttemptText;
use crate::completion::begun::Begun;
use crate::completion::completed::Completed;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
use crate::completion::memory_attempts::MemoryAttempts;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
use crate::completion::random::random;
use crate::completion::record::{AttemptRecord, Record, cancelled_key, completion_key};
use crate::completion::returned::Returned;
use crate::completion::session_key::SessionKey;
use crate::completion::store::{AttemptStore, BoxError, StoreEntry};
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
/// Clones share the attempts. All times are those of the client's clock.
///
/// # Security
///
/// Account, user name and session come from who is signed in, never from the request. Limit how often one
/// user may begin: each beginning costs two calls to Cyclr and room in the store.
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

    /// [`new`](Self::new) with a source of randomness, which `wasm32-unknown-unknown` lacks.
    ///
    /// # Security
    ///
    /// Nobody may be able to guess the bits, and they must differ each time.
    pub fn with_random(store: impl AttemptStore + 'static, random: fn() -> [u8; 16]) -> Self {
        Self { store: Arc::new(store), lifetime: Self::LIFETIME, random }
    }

    /// Sets how long after its beginning an attempt can be completed: 15 minutes, unless this is called.
    ///
    /// The sign-in token lives for five of them (documented). The rest is for the third party's pages. A
    /// user who denies there is not sent back (documented), so the attempt just expires.
    #[must_use]
    pub fn with_lifetime(self, lifetime: Duration) -> Self {
        Self { lifetime, ..self }
    }

    /// Begins an attempt of the user of `session` to connect an account connector.
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
        AttemptFuture::new(async move {
            let state = cyclr.account(account).connector(id).await?;
            let text = AttemptText::new((self.random)());
            let now = cyclr.now();
            let expires = now.saturating_add(self.lifetime);
            let record = AttemptRecord {
                was_authenticated: state.authenticated,
                ..AttemptRecord::new(&text, account, id, session, (now, expires))
            };
            self.insert(&text.key(), record, now, expires).await?;
            Ok(Begun { cyclr: cyclr.clone(), account: account.clone(), id, state, text, expires })
        })
    }

    /// Completes the attempt that a request has brought back: if it was begun in this session, has time
    /// left, and Cyclr says that the account connector is authenticated. Each attempt is completed at most
    /// once.
    ///
    /// # Errors
    ///
    /// [`AttemptError`] says which of these failed. After `NotAuthenticated`, `OtherSession` and `Cyclr`
    /// the attempt is still there, and may be presented again. After `Store` it may be gone, if the store's
    /// last response was lost; the same holds if this future is dropped while it waits for that response.
    /// Presented again, such an attempt is completed or `Unknown`; the connector is authenticated all the
    /// same.
    ///
    /// # Security
    ///
    /// If sessions can change accounts, compare [`Completed::account`] with the account of the user who is
    /// signed in. Keep queries out of your logs.
    pub async fn complete(
        &self,
        cyclr: &Client,
        returned: Returned,
        session: &SessionKey,
    ) -> Result<Completed, AttemptError> {
        let accept = async |_, _| Ok(Decision::Accept);
        self.complete_if(cyclr, returned, session, accept).await
    }

    /// [`complete`](Self::complete), if the application accepts the connection: if the right person
    /// signed in at the third party, say.
    ///
    /// ```no_run
    /// # use cyclr_oauth::completion::{BoxError, Completed, Decision, Returned};
    /// # use cyclr_oauth::{AttemptError, Attempts, Client, SessionKey};
    /// # use cyclr_oauth::client::AccountScope;
    /// # async fn current_user(scope: &AccountScope) -> Result<String, BoxError> { todo!() }
    /// # async fn done(
    /// #     attempts: Attempts, cyclr: Client, returned: Returned, session: SessionKey, expected: &str,
    /// # ) -> Result<Completed, AttemptError> {
    /// attempts
    ///     .complete_if(&cyclr, returned, &session, async |scope, _id| {
    ///         // A call of the connector's method "current user", through Cyclr.
    ///         let right = current_user(&scope).await? == expected;
    ///         Ok(if right { Decision::Accept } else { Decision::Refuse })
    ///     })
    ///     .await
    /// # }
    /// ```
    ///
    /// The decision is asked for after everything else has been checked, and before the connection counts.
    /// Requests that present the same attempt at the same time each ask for it. A refusal deauthenticates
    /// the account connector, also one that was authenticated before, since its tokens are now the other
    /// person's.
    ///
    /// # Errors
    ///
    /// As [`complete`](Self::complete), and [`AttemptError::Refused`] or [`AttemptError::Undecided`]. If
    /// Cyclr can't be asked to deauthenticate, that is [`AttemptError::Cyclr`], and the attempt is still
    /// there.
    pub async fn complete_if(
        &self,
        cyclr: &Client,
        returned: Returned,
        session: &SessionKey,
        decide: impl AsyncFnOnce(AccountScope, AccountConnectorId) -> Result<Decision, BoxError>,
    ) -> Result<Completed, AttemptError> {
        let key = returned.text().key();
        let (record, state) = self.confirm(cyclr, &returned, session).await?;
        let AttemptRecord { account, id, was_authenticated, .. } = record;
        let scope = cyclr.account(&account);
        match decide(scope.clone(), id).await.map_err(AttemptError::Undecided)? {
            Decision::Accept => {}
            Decision::Refuse => {
                scope.deauthenticate(id).await?;
                self.take(&key).await?;
                return Err(AttemptError::Refused { account, id });
            }
        }
        // Before the attempt is taken: whatever fails from here on, a sweep leaves the connection alone.
        self.remember_completion(&account, id, cyclr.now()).await?;
        self.take(&key).await?.ok_or(AttemptError::Unknown)?;
        let was_authenticated_before = was_authenticated;
        Ok(Completed { account, id, was_authenticated_before, state })
    }

    /// Whether an attempt can be completed although no message has arrived: for the script of a page that
    /// waits for a window. It changes nothing.
    ///
    /// It is true if the account connector is authenticated and was not when the attempt began. A connector
    /// that was authenticated before looks the same now, so for it this stays false, and the page must
    /// wait for the message. It is false for an attempt that is unknown, expired or another session's.
    ///
    /// Each call asks Cyclr once. The script of [`PopupListener`](crate::PopupListener) checks every ten
    /// seconds, and every two once its window looks closed.
    ///
    /// # Errors
    ///
    /// [`AttemptError::Cyclr`] or [`AttemptError::Store`].
    pub async fn check(
        &self,
        cyclr: &Client,
        returned: Returned,
        session: &SessionKey,
    ) -> Result<bool, AttemptError> {
        match self.confirm(cyclr, &returned, session).await {
            Ok((record, _)) => Ok(!record.was_authenticated),
            Err(AttemptError::Cyclr(error)) if error.is_not_found() => Ok(false),
            Err(error @ (AttemptError::Cyclr(_) | AttemptError::Store(_))) => Err(error),
            Err(_) => Ok(false),
        }
    }

    /// Ends an attempt that the user has given up: no request can complete it any more.
    ///
    /// If the account connector has been authenticated meanwhile, and was not before, it is
    /// deauthenticated. If the user consents only after this, [`sweep`](Self::sweep) finds the connection.
    ///
    /// # Errors
    ///
    /// As [`complete`](Self::complete). After [`AttemptError::Cyclr`] the attempt has been cancelled, and
    /// the connector may be authenticated.
    pub async fn cancel(
        &self,
        cyclr: &Client,
        returned: Returned,
        session: &SessionKey,
    ) -> Result<Cancelled, AttemptError> {
        let key = returned.text().key();
        let record = self.find(cyclr, &returned, session).await?;
        // First for the sweep: if the next step fails, one attempt has two entries, which does no harm.
        let (account, id, begun) = (record.account.clone(), record.id, record.begun);
        let (was_authenticated_before, expires) = (record.was_authenticated, record.expires);
        self.insert(&cancelled_key(&key), record.cancelled(), cyclr.now(), expires).await?;
        self.take(&key).await?.ok_or(AttemptError::Unknown)?;
        let scope = cyclr.account(&account);
        let is_new = !was_authenticated_before
            && scope.connector(id).await?.authenticated
            && !self.was_completed_since(&account, id, begun).await?;
        if is_new {
            scope.deauthenticate(id).await?;
        }
        Ok(Cancelled { account, id, was_authenticated_before, deauthenticated: is_new })
    }

    /// Everything that must hold for a completion.
    async fn confirm(
        &self,
        cyclr: &Client,
        returned: &Returned,
        session: &SessionKey,
    ) -> Result<(AttemptRecord, AccountConnectorState), AttemptError> {
        let record = self.find(cyclr, returned, session).await?;
        let state = cyclr.account(&record.account).connector(record.id).await?;
        if state.authenticated { Ok((record, state)) } else { Err(AttemptError::NotAuthenticated) }
    }

    /// An attempt of this session that has time left.
    async fn find(
        &self,
        cyclr: &Client,
        returned: &Returned,
        session: &SessionKey,
    ) -> Result<AttemptRecord, AttemptError> {
        let value = self.store.get(&returned.text().key()).await.map_err(AttemptError::Store)?;
        let record = match read(&value.ok_or(AttemptError::Unknown)?)? {
            Record::Attempt(record) => record,
            Record::Completion { .. } => return Err(AttemptError::Unknown),
        };
        let has_expired = record.expires <= cyclr.now();
        if record.is_of(returned.text(), session) {
            return if has_expired { Err(AttemptError::Expired) } else { Ok(record) };
        }
        // What has expired is no reason to undo anything.
        if has_expired {
            return Err(AttemptError::Unknown);
        }
        let AttemptRecord { account, id, was_authenticated: was_authenticated_before, .. } = record;
        Err(AttemptError::OtherSession { account, id, was_authenticated_before })
    }

    pub(super) async fn insert(
        &self,
        key: &str,
        record: AttemptRecord,
        now: UtcTimestamp,
        due: UtcTimestamp,
    ) -> Result<(), AttemptError> {
        let account = record.account.clone();
        let keep_until = record.expires.saturating_add(Self::KEPT);
        let value = serde_json::to_string(&Record::Attempt(record))
            .map_err(|error| AttemptError::Store(error.into()))?;
        let entry =
            StoreEntry { key, value: &value, account: account.as_str(), now, due, keep_until };
        self.store.insert(entry).await.map_err(AttemptError::Store)
    }

    pub(super) async fn take(&self, key: &str) -> Result<Option<String>, AttemptError> {
        self.store.take(key).await.map_err(AttemptError::Store)
    }

    async fn remember_completion(
        &self,
        account: &AccountId,
        id: AccountConnectorId,
        at: UtcTimestamp,
    ) -> Result<(), AttemptError> {
        let value = serde_json::to_string(&Record::Completion { at })
            .map_err(|error| AttemptError::Store(error.into()))?;
        // As long as an attempt that has begun before.
        let keep_until = at.saturating_add(self.lifetime).saturating_add(Self::KEPT);
        let key = completion_key(account, id);
        let account = account.as_str();
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
            Some(Record::Attempt(_)) | None => Ok(false),
        }
    }
}

pub(super) fn read(value: &str) -> Result<Record, AttemptError> {
    serde_json::from_str(value).map_err(|error| AttemptError::Store(error.into()))
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

/// What the application makes of a connection, in [`Attempts::complete_if`] and
/// [`Attempts::sweep_if`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use]
pub enum Decision {
    /// The connection counts.
    Accept,
    /// The account connector is to be deauthenticated.
    Refuse,
}

/// An attempt that was cancelled.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Cancelled {
    /// The account.
    pub account: AccountId,
    /// The account connector.
    pub id: AccountConnectorId,
    /// Whether it was authenticated already when the attempt began, and may still be.
    pub was_authenticated_before: bool,
    /// Whether the user had consented meanwhile, so that it had to be deauthenticated.
    pub deauthenticated: bool,
}
