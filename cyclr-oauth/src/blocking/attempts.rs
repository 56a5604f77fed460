//! [`Attempts`]: completion for code that is not async.

use crate::blocking::client::Client;
use crate::blocking::wait::wait;
use crate::completion::{
    AttemptError, AttemptStore, Attempts as AsyncAttempts, Completed, ConnectAttempt,
    MemoryAttempts, SessionKey,
};

/// The attempts to connect that are under way: [`Attempts`](crate::Attempts) for code that is not async.
///
/// The store is waited for on the thread that calls, so it must not need a runtime of its own.
///
/// ```no_run
/// use cyclr_oauth::{AccountId, AttemptError, ConnectAttempt, blocking};
///
/// fn done(
///     attempts: &blocking::Attempts,
///     cyclr: &blocking::Client,
///     presented: &str,
/// ) -> Result<String, AttemptError> {
///     let completed = attempts.complete(presented, "the session's key", cyclr)?;
///     Ok(format!("{} is connected.", completed.state.name))
/// }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Attempts<S = MemoryAttempts> {
    attempts: AsyncAttempts<S>,
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
        Self { attempts: AsyncAttempts::new(store) }
    }

    /// [`Attempts::begin`](crate::Attempts::begin)
    ///
    /// # Errors
    ///
    /// As there.
    pub fn begin(&self, attempt: &ConnectAttempt, cyclr: &Client) -> Result<(), AttemptError> {
        wait(self.attempts.begin(attempt, &cyclr.client))
    }

    /// [`Attempts::complete`](crate::Attempts::complete)
    ///
    /// # Errors
    ///
    /// As there.
    pub fn complete(
        &self,
        presented: &str,
        session_key: &(impl SessionKey + ?Sized),
        cyclr: &Client,
    ) -> Result<Completed, AttemptError> {
        wait(self.attempts.complete(presented, session_key, &cyclr.client))
    }

    /// [`Attempts::check`](crate::Attempts::check)
    ///
    /// # Errors
    ///
    /// As there.
    pub fn check(
        &self,
        presented: &str,
        session_key: &(impl SessionKey + ?Sized),
        cyclr: &Client,
    ) -> Result<bool, AttemptError> {
        wait(self.attempts.check(presented, session_key, &cyclr.client))
    }
}
