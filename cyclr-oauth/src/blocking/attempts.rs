//! [`Attempts`] and [`Begun`] for blocking code.

use std::time::Duration;

use http::Response;
use http::request::Parts;

use crate::api::AccountConnectorState;
use crate::blocking::client::{AccountScope, Client};
use crate::blocking::wait::wait;
use crate::completion::{
    AttemptError, AttemptStore, Attempts as AsyncAttempts, Begun as AsyncBegun, BoxError,
    Cancelled, Completed, ConnectLink, Decision, Invitation, Leftover, LinkClick, LinkId, NewLink,
    Returned, SessionKey, Swept,
};
use crate::values::{AccountConnectorId, AccountId};
use crate::web::TargetOrigin;

/// Attempts in progress: [`Attempts`](crate::Attempts) for blocking code.
///
/// Store calls run on the calling thread, within the client's runtime, even if that thread has another. A client of
/// [`Client::with_transport`](crate::blocking::Client::with_transport) has none, so its store must not need one.
///
/// ```no_run
/// use cyclr_oauth::{AttemptError, Returned, SessionKey, blocking};
///
/// fn done(
///     attempts: &blocking::Attempts,
///     cyclr: &blocking::Client,
///     request: &http::request::Parts,
///     session: &SessionKey,
/// ) -> Result<http::Response<String>, AttemptError> {
///     let returned = Returned::by_navigation(request)?;
///     let completed = attempts.complete(cyclr, returned, session)?;
///     Ok(completed.see_other("/connections")?)
/// }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Attempts {
    attempts: AsyncAttempts,
}

/// Calls that only wait for the async ones.
macro_rules! waiting {
    ($($call:ident($($argument:ident: $Argument:ty),*) -> $Answer:ty;)*) => {$(
        #[doc = concat!("[`Attempts::", stringify!($call), "`](crate::completion::Attempts::", stringify!($call), "), without async.")]
        ///
        /// # Errors
        ///
        /// The same as there.
        pub fn $call(&self, cyclr: &Client, $($argument: $Argument),*) -> Result<$Answer, AttemptError> {
            cyclr.wait(self.attempts.$call(&cyclr.client, $($argument),*))
        }
    )*};
}

impl Attempts {
    waiting! {
        complete(returned: Returned, session: &SessionKey) -> Completed;
        check(returned: Returned, session: &SessionKey) -> bool;
        cancel(returned: Returned, session: &SessionKey) -> Cancelled;
        sweep() -> Swept;
        issue_link(link: NewLink, page: &TargetOrigin) -> ConnectLink;
        open_link(request: &Parts, account: &AccountId, user: &str) -> Invitation;
        revoke_link(account: &AccountId, link: &LinkId) -> bool;
    }

    /// [`Attempts::in_memory`](crate::Attempts::in_memory), without async.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::default()
    }

    /// [`Attempts::new`](crate::Attempts::new), without async.
    pub fn new(store: impl AttemptStore + 'static) -> Self {
        Self { attempts: AsyncAttempts::new(store) }
    }

    /// [`Attempts::with_lifetime`](crate::Attempts::with_lifetime), without async.
    #[must_use]
    pub fn with_lifetime(self, lifetime: Duration) -> Self {
        Self { attempts: self.attempts.with_lifetime(lifetime) }
    }

    /// [`Attempts::begin`](crate::Attempts::begin), without async.
    ///
    /// # Errors
    ///
    /// The same as there.
    pub fn begin(
        &self,
        cyclr: &Client,
        account: &AccountId,
        id: impl Into<AccountConnectorId>,
        session: &SessionKey,
    ) -> Result<Begun, AttemptError> {
        let begun = cyclr.wait(self.attempts.begin(&cyclr.client, account, id, session))?;
        Ok(Begun { begun })
    }

    /// [`Attempts::complete_if`](crate::Attempts::complete_if), without async.
    ///
    /// # Errors
    ///
    /// The same as there.
    pub fn complete_if(
        &self,
        cyclr: &Client,
        returned: Returned,
        session: &SessionKey,
        decide: impl FnOnce(AccountScope, AccountConnectorId) -> Result<Decision, BoxError>,
    ) -> Result<Completed, AttemptError> {
        let decide = async |scope, id| decide(AccountScope { scope }, id);
        cyclr.wait(self.attempts.complete_if(&cyclr.client, returned, session, decide))
    }

    /// [`Attempts::begin_link`](crate::Attempts::begin_link), without async.
    ///
    /// # Errors
    ///
    /// The same as there.
    pub fn begin_link(
        &self,
        cyclr: &Client,
        click: LinkClick,
        account: &AccountId,
        user: &str,
        session: &SessionKey,
    ) -> Result<Begun, AttemptError> {
        let begun =
            cyclr.wait(self.attempts.begin_link(&cyclr.client, click, account, user, session))?;
        Ok(Begun { begun })
    }

    /// [`Attempts::sweep_if`](crate::Attempts::sweep_if), without async.
    ///
    /// # Errors
    ///
    /// The same as there.
    pub fn sweep_if(
        &self,
        cyclr: &Client,
        decide: impl Fn(AccountScope, Leftover) -> Result<Decision, BoxError>,
    ) -> Result<Swept, AttemptError> {
        let decide = async |scope, left| decide(AccountScope { scope }, left);
        cyclr.wait(self.attempts.sweep_if(&cyclr.client, decide))
    }
}

/// A started attempt: [`Begun`](crate::completion::Begun) for blocking code.
#[derive(Debug)]
#[must_use = "respond with `redirect` or `popup`; otherwise the attempt expires unused"]
pub struct Begun {
    begun: AsyncBegun,
}

impl Begun {
    /// [`Begun::state`](crate::completion::Begun::state), without async.
    #[must_use]
    pub fn state(&self) -> &AccountConnectorState {
        self.begun.state()
    }

    /// [`Begun::redirect`](crate::completion::Begun::redirect), without async.
    ///
    /// # Errors
    ///
    /// The same as there.
    pub fn redirect<B: Default>(
        self,
        username: &str,
        target: &TargetOrigin,
    ) -> Result<Response<B>, AttemptError> {
        wait(self.begun.redirect(username, target))
    }

    /// [`Begun::popup`](crate::completion::Begun::popup), without async.
    ///
    /// # Errors
    ///
    /// The same as there.
    pub fn popup<B: From<String>>(
        self,
        username: &str,
        page_origin: &TargetOrigin,
    ) -> Result<Response<B>, AttemptError> {
        wait(self.begun.popup(username, page_origin))
    }
}
