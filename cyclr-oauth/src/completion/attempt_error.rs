//! [`AttemptError`]: why an attempt is not completed.

use std::error::Error as StdError;
use std::fmt;

use crate::api::Error;
use crate::values::{AccountConnectorId, AccountId};

/// Why an attempt is not completed, or can't begin.
///
/// ```
/// use cyclr_oauth::AttemptError;
///
/// fn advice(error: &AttemptError) -> &'static str {
///     match error {
///         AttemptError::NotAuthenticated => "You have not allowed the connection yet.",
///         AttemptError::Expired => "That took too long. Connect again.",
///         AttemptError::Cyclr(_) | AttemptError::Store(_) => "Load this page again in a minute.",
///         // Say the same of all that may be an attack.
///         _ => "This page can't be opened again. Look at your connections.",
///     }
/// }
/// ```
/// A page that is opened with the attempt may answer with 409 for `NotAuthenticated`, 410 for `Expired`, 403 for
/// `Unknown` and `OtherSession` alike, and 503 for `Cyclr` and `Store`; with 404 if it is
/// [`Error::is_not_found`], since the account connector is gone.
#[derive(Debug)]
#[non_exhaustive]
pub enum AttemptError {
    /// Cyclr says that the account connector is not authenticated: the user denied, has not finished, or
    /// was never there. The attempt can still be completed, until it expires.
    NotAuthenticated,
    /// There is no such attempt: it was completed already, forgotten some time after it expired, or never
    /// begun.
    Unknown,
    /// It was begun in another session. The other session can still complete it.
    ///
    /// Somebody else may have begun it and sent this user on, so that the user's data end up in his account. If
    /// the account is not this user's, and was not authenticated before, consider to [`deauthenticate`] the account
    /// connector. That helps where a link was passed on. It does not help against somebody who changes the target in
    /// the URL that he holds, since his victim never comes here: only Cyclr could prevent that.
    ///
    /// [`deauthenticate`]: crate::client::AccountScope::deauthenticate
    OtherSession {
        /// The account that it was begun for.
        account: AccountId,
        /// The account connector.
        id: AccountConnectorId,
        /// Whether it was authenticated already when the attempt began.
        was_authenticated: bool,
    },
    /// Its time is over.
    Expired,
    /// Cyclr can't be asked. The attempt can still be completed, until it expires.
    Cyclr(Error),
    /// The store can't be asked, or holds what is no attempt. Presented again, the attempt is completed, or
    /// `Unknown` if this error was an answer that got lost.
    Store(Box<dyn StdError + Send + Sync>),
}

impl fmt::Display for AttemptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAuthenticated => "the account connector is not authenticated",
            Self::Unknown => "there is no such attempt to connect, or it was completed already",
            Self::OtherSession { .. } => "the attempt to connect was begun in another session",
            Self::Expired => "the attempt to connect has expired",
            Self::Cyclr(_) => "Cyclr can't be asked whether the account connector is authenticated",
            Self::Store(_) => "the store of attempts to connect can't be asked",
        })
    }
}

impl StdError for AttemptError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Cyclr(error) => Some(error),
            Self::Store(error) => Some(&**error),
            Self::NotAuthenticated | Self::Unknown | Self::OtherSession { .. } | Self::Expired => {
                None
            }
        }
    }
}
