//! How an attempt ends: [`Attempts::complete`], [`Attempts::cancel`].

use crate::api::AccountConnectorState;
use crate::client::{AccountScope, Client};
use crate::completion::attempt_error::AttemptError;
use crate::completion::attempts::{Attempts, read};
use crate::completion::completed::Completed;
use crate::completion::record::{AttemptRecord, Record};
use crate::completion::returned::Returned;
use crate::completion::session_key::SessionKey;
use crate::completion::store::BoxError;
use crate::values::{AccountConnectorId, AccountId};

impl Attempts {
    /// Completes the attempt that a request has brought back, at most once.
    ///
    /// It must have begun in this session, have time left, and Cyclr must say that the account connector is
    /// authenticated.
    ///
    /// `returned` comes from the request: `Returned::by_navigation(&parts)?`, or `Returned::by_form(&parts,
    /// presented)?`. `session` is the same as at the beginning: `&SessionKey::new(session_id)?`.
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

    /// [`complete`](Self::complete), if your application accepts the connection.
    ///
    /// For example, if the right person signed in at the third party:
    ///
    #[doc = "```no_run"]
    #[doc = include_str!("../../docs/recipes/right_person.rs")]
    #[doc = "```"]
    ///
    /// The decision is asked for after everything else has been checked, and before the connection counts.
    /// Requests that present the same attempt at the same time each ask for it. A refusal deauthenticates
    /// the account connector, also one that was authenticated before, since its tokens are now the other
    /// person's.
    ///
    /// # Errors
    ///
    /// As [`complete`](Self::complete), and [`AttemptError::Refused`] or [`AttemptError::Undecided`]. If
    /// Cyclr can't be asked to deauthenticate, that is [`AttemptError::Cyclr`]. The attempt is then still
    /// there, and [`sweep`](Self::sweep) undoes the refused connection if nobody completes it.
    pub async fn complete_if(
        &self,
        cyclr: &Client,
        returned: Returned,
        session: &SessionKey,
        decide: impl AsyncFnOnce(AccountScope, AccountConnectorId) -> Result<Decision, BoxError>,
    ) -> Result<Completed, AttemptError> {
        let key = returned.text().key();
        let (record, state) = self.confirm(cyclr, &returned, session).await?;
        let AttemptRecord { ref account, id, was_authenticated, ref link, .. } = record;
        let (account, link) = (account.clone(), link.clone());
        let scope = cyclr.account(&account);
        match decide(scope.clone(), id).await.map_err(AttemptError::Undecided)? {
            Decision::Accept => {}
            Decision::Refuse => {
                // If Cyclr can't be reached now, a sweep carries out the refusal.
                let now = cyclr.now();
                let refused = AttemptRecord { refused: true, ..record };
                let copy = self.copy(&key, refused, now, now.saturating_add(Self::AGAIN)).await?;
                scope.deauthenticate(id).await?;
                self.take(&key).await?;
                self.take(&copy).await?;
                return Err(AttemptError::Refused { account, id });
            }
        }
        // Before the attempt is taken: whatever fails from here on, a sweep leaves the connection alone.
        self.remember_completion(&account, id, cyclr.now()).await?;
        if let Some(link) = link {
            self.use_up(&link, cyclr.now()).await?;
        }
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
    /// Each call asks Cyclr at most once. The script of [`PopupListener`](crate::PopupListener) checks every ten
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
    /// Of a `cancel` and a [`complete`](Self::complete) at the same moment, one wins. If it is `cancel`, the
    /// connection may stay: `deauthenticated` is then false.
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
        let (account, id, begun) = (record.account.clone(), record.id, record.begun);
        let (was_authenticated_before, expires) = (record.was_authenticated, record.expires);
        let withdrawn = self.withdraw(&key, record, cyclr.now(), expires).await?;
        withdrawn.ok_or(AttemptError::Unknown)?;
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
            Record::Link(_) | Record::Completion { .. } => return Err(AttemptError::Unknown),
        };
        let has_expired = record.expires <= cyclr.now();
        if record.is_of(returned.text(), session) {
            return if has_expired { Err(AttemptError::Expired) } else { Ok(record) };
        }
        // An expired attempt undoes nothing.
        if has_expired {
            return Err(AttemptError::Unknown);
        }
        let AttemptRecord { account, id, was_authenticated: was_authenticated_before, .. } = record;
        Err(AttemptError::OtherSession { account, id, was_authenticated_before })
    }
}

/// Whether your application accepts a connection.
///
/// For [`Attempts::complete_if`] and [`Attempts::sweep_if`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use]
pub enum Decision {
    /// The connection counts.
    Accept,
    /// The account connector must be deauthenticated.
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
