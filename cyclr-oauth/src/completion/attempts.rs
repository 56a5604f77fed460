//! [`Attempts`]: from the beginning of an attempt to its one completion.

use crate::api::AccountConnectorState;
use crate::client::Client;
use crate::completion::attempt_error::AttemptError;
use crate::completion::connect_attempt::ConnectAttempt;
use crate::completion::record::Record;
use crate::completion::session_hash::key;
use crate::completion::session_key::SessionKey;
use crate::completion::store::{AttemptStore, MemoryAttempts};
use crate::values::{AccountConnectorId, AccountId};

/// The attempts to connect that are under way: begun, and completed once.
///
/// ```no_run
/// use cyclr_oauth::{AccountId, AttemptError, Attempts, Client, ConnectAttempt, TargetOrigin};
///
/// const DONE: TargetOrigin = TargetOrigin::from_static("https://yourapplication.com/done");
///
/// /// At the user's click.
/// async fn connect(
///     attempts: &Attempts,
///     cyclr: &Client,
///     session_key: &str,
/// ) -> Result<http::Response<String>, Box<dyn std::error::Error>> {
///     let account = AccountId::new("Acme-42")?;
///     let attempt = ConnectAttempt::new(&account, 1234, session_key);
///     attempts.begin(&attempt, cyclr).await?;
///     let token = cyclr.sign_in_token(&account, "example_user").await?;
///     let target_origin = attempt.target_origin(DONE)?;
///     let url = cyclr.connector_auth_url().id(1234).token(token).target_origin(target_origin).build();
///     Ok(url.into_redirect_at(cyclr.now())?)
/// }
///
/// /// On the page that the user comes back to, with `cyclr_attempt` from its query.
/// async fn done(
///     attempts: &Attempts,
///     cyclr: &Client,
///     session_key: &str,
///     presented: &str,
/// ) -> Result<String, AttemptError> {
///     let completed = attempts.complete(presented, session_key, cyclr).await?;
///     Ok(format!("{} is connected.", completed.state.name))
/// }
/// ```
///
/// Times go by the client's clock.
#[derive(Clone, Debug, Default)]
pub struct Attempts<S = MemoryAttempts> {
    store: S,
}

impl Attempts {
    /// In the memory of this process: room for 10,000 at once.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::default()
    }
}

impl<S: AttemptStore> Attempts<S> {
    /// In a store of one's own.
    pub fn new(store: S) -> Self {
        Self { store }
    }

    /// Remembers an attempt, before the user is sent to Cyclr.
    ///
    /// Cyclr is asked for the account connector: whether it is in that account, and whether it is
    /// authenticated already.
    ///
    /// # Errors
    ///
    /// [`AttemptError::Cyclr`], with [`is_not_found`](crate::Error::is_not_found) if the account has no
    /// such connector; [`AttemptError::Store`].
    pub async fn begin(
        &self,
        attempt: &ConnectAttempt,
        cyclr: &Client,
    ) -> Result<(), AttemptError> {
        let scope = cyclr.account(attempt.account());
        let state = scope.connector(attempt.id()).await.map_err(AttemptError::Cyclr)?;
        let record = Record::new(attempt, state.authenticated, cyclr.now());
        let value = serde_json::to_string(&record).map_err(store_error)?;
        // As long again, so that one who is late hears of that.
        let time_to_live = attempt.lifetime().saturating_mul(2);
        let key = key(attempt.expose_secret());
        self.store.insert(&key, &value, time_to_live).await.map_err(store_error)
    }

    /// Completes the attempt that the page presents, once: if it has begun, has time left, was begun in this
    /// session, and Cyclr says that the account connector is authenticated. It is looked at in this order, and
    /// Cyclr is asked last.
    ///
    /// `presented` is the parameter [`ConnectAttempt::QUERY_PARAMETER`] of the page's query, or what the
    /// page's script was told. Whatever else it is, it is [`AttemptError::Unknown`].
    ///
    /// # Errors
    ///
    /// [`AttemptError`] says which of these it is. After `NotAuthenticated`, `OtherSession` and `Cyclr` the
    /// attempt is still there, and may be presented again. After `Store` it may be gone, if the store's last
    /// answer was lost; so it may be if this future is dropped while it waits, because the browser went away, say.
    /// Presented again, such an attempt is completed, or `Unknown`; the connector is authenticated all the same.
    ///
    /// # Security
    ///
    /// Before anything is done with it, compare [`Completed::account`] with the account that the user of
    /// this session belongs to, if sessions can change accounts.
    ///
    /// A redirect presents the attempt by GET. So complete it only for what a user has navigated to: not for HEAD
    /// (which many routers send to the handler of GET), not if there is a `Sec-Purpose`, and not if
    /// `Sec-Fetch-Mode` is other than `navigate`. Answer with a 303 to an address without the attempt. Keep queries
    /// out of your logs.
    pub async fn complete(
        &self,
        presented: &str,
        session_key: &(impl SessionKey + ?Sized),
        cyclr: &Client,
    ) -> Result<Completed, AttemptError> {
        let completed = self.look(presented, session_key.bytes(), cyclr).await?;
        match self.store.take(&key(presented)).await.map_err(store_error)? {
            Some(_) => Ok(completed),
            None => Err(AttemptError::Unknown),
        }
    }

    /// Whether an attempt can be completed, although neither redirect nor message has told so: for a page
    /// that waits for a window whose messages may not arrive. It changes nothing.
    ///
    /// It is true if the account connector is authenticated and was not when the attempt began. One that
    /// was before looks the same now, so it stays false, and the page has to wait for the message.
    ///
    /// Each asks Cyclr once. The script of [`PopupListener`](crate::PopupListener) asks every ten seconds, and every
    /// two once its window looks closed; answer false also to what is `Unknown` or `Expired`.
    ///
    /// # Errors
    ///
    /// [`AttemptError`], but never `NotAuthenticated`.
    pub async fn check(
        &self,
        presented: &str,
        session_key: &(impl SessionKey + ?Sized),
        cyclr: &Client,
    ) -> Result<bool, AttemptError> {
        match self.look(presented, session_key.bytes(), cyclr).await {
            Ok(completed) => Ok(!completed.was_authenticated),
            Err(AttemptError::NotAuthenticated) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// All that has to hold for a completion.
    async fn look(
        &self,
        presented: &str,
        session_key: &[u8],
        cyclr: &Client,
    ) -> Result<Completed, AttemptError> {
        if !ConnectAttempt::is_text(presented) {
            return Err(AttemptError::Unknown);
        }
        let value = self.store.get(&key(presented)).await.map_err(store_error)?;
        let value = value.ok_or(AttemptError::Unknown)?;
        let record: Record = serde_json::from_str(&value).map_err(store_error)?;
        let is_of_session = record.is_of(presented, session_key);
        let Record { account, id, was_authenticated, expires, .. } = record;
        let account = AccountId::new(account).map_err(store_error)?;
        if expires <= cyclr.now() {
            return Err(AttemptError::Expired);
        }
        if !is_of_session {
            return Err(AttemptError::OtherSession { account, id, was_authenticated });
        }
        let state = cyclr.account(&account).connector(id).await.map_err(AttemptError::Cyclr)?;
        if !state.authenticated {
            return Err(AttemptError::NotAuthenticated);
        }
        Ok(Completed { account, id, was_authenticated, state })
    }
}

fn store_error(error: impl std::error::Error + Send + Sync + 'static) -> AttemptError {
    AttemptError::Store(Box::new(error))
}

/// An attempt that has been completed: Cyclr says that the account connector is authenticated.
///
/// It says no more than that. If it was not before, it became so after the attempt began: by this user's consent, as
/// a rule, but a colleague in the same account may have been faster.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Completed {
    /// The account.
    pub account: AccountId,
    /// The account connector.
    pub id: AccountConnectorId,
    /// Whether it was authenticated already when the attempt began. If it was, Cyclr's answer does not
    /// say that anything has changed since: the user may have turned back without a renewed consent.
    pub was_authenticated: bool,
    /// How Cyclr describes the account connector now.
    pub state: AccountConnectorState,
}
