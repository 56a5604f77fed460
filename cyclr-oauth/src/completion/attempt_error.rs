//! [`AttemptError`]: why an attempt does not begin, or is not completed.

use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;

use crate::api::Error;
use crate::completion::completed::InvalidPath;
use crate::completion::link_error::LinkError;
use crate::completion::returned::NotReturned;
use crate::completion::session_key::InvalidSessionKey;
use crate::completion::store::BoxError;
use crate::handoff::ExpiredSignInToken;
use crate::values::{AccountConnectorId, AccountId};
use crate::web::InvalidUrl;

/// Why an attempt does not begin, is not handed off, or is not completed.
///
/// Respond with [`status`](Self::status) and [`public_message`](Self::public_message), which tell a
/// stranger nothing, and log the error with its reason. Log the ids of `OtherSession` and `Refused` too: they may be
/// an attack.
///
/// ```
/// use std::error::Error;
///
/// use cyclr_oauth::AttemptError;
///
/// fn response(error: &AttemptError) -> http::Response<&'static str> {
///     let reason = error.source().map(|reason| format!(": {reason}")).unwrap_or_default();
///     eprintln!("not connected: {error}{reason}");
///     let mut response = http::Response::new(error.public_message());
///     *response.status_mut() = error.status();
///     response
/// }
///
/// assert_eq!(response(&AttemptError::Unknown).status(), 403);
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum AttemptError {
    /// Cyclr says that the account connector is not authenticated: the user denied, has not finished, or
    /// was never there. The attempt can still be completed, until it expires.
    NotAuthenticated,
    /// There is no such attempt: it was completed already, cancelled, forgotten some time after it
    /// expired, or never begun.
    Unknown,
    /// Another session began it, and can still complete it. To the user it looks like
    /// [`Unknown`](Self::Unknown).
    ///
    /// Somebody else may have begun it and sent this user on, so that the user's data end up in that
    /// person's account. If the account is not this user's, and was not authenticated before, consider
    /// deauthenticating the account connector by [`deauthenticate`]. That helps where a link was passed on. It doesn't
    /// help against somebody who changes the target in the URL: only Cyclr could prevent that.
    ///
    /// [`deauthenticate`]: crate::client::AccountScope::deauthenticate
    OtherSession {
        /// The account that it was begun for.
        account: AccountId,
        /// The account connector.
        id: AccountConnectorId,
        /// Whether the account connector was authenticated already when the attempt began.
        was_authenticated_before: bool,
    },
    /// Its time is over. Only the session that began it learns that.
    Expired,
    /// The application refused the connection in
    /// [`complete_if`](crate::Attempts::complete_if). The account connector is deauthenticated, and the
    /// attempt is over.
    Refused {
        /// The account.
        account: AccountId,
        /// The account connector.
        id: AccountConnectorId,
    },
    /// The application could not decide in [`complete_if`](crate::Attempts::complete_if). The attempt
    /// can still be completed, until it expires.
    Undecided(BoxError),
    /// The request brings no attempt back.
    NotReturned(NotReturned),
    /// A link isn't issued or does not open, or a click on its page begins nothing.
    Link(LinkError),
    /// There is no session, or its id can be guessed.
    SessionKey(InvalidSessionKey),
    /// The target can't carry the attempt. The attempt that began expires unused.
    Target(InvalidUrl),
    /// The path to redirect to is not one of this origin.
    Path(InvalidPath),
    /// The sign-in token had expired when it came. Begin again.
    SignInTokenExpired(ExpiredSignInToken),
    /// Cyclr can't be asked. An attempt that has begun can still be completed, until it expires; if it
    /// was not handed off, begin another.
    ///
    /// With [`Error::is_not_found`], the account has no such connector.
    Cyclr(Error),
    /// The store can't be asked, or holds something that is not an attempt. Presented again, the attempt
    /// is completed, or `Unknown` if this error was a response that got lost.
    Store(BoxError),
}

impl AttemptError {
    /// The status to respond with.
    ///
    /// | error | status |
    /// | --- | --- |
    /// | `Unknown`, `OtherSession` | 403 for both |
    /// | `NotAuthenticated`, `Refused` | 409 |
    /// | `Expired` | 410 |
    /// | `NotReturned` | [`NotReturned::status`] |
    /// | `Link` | [`LinkError::status`] |
    /// | `Cyclr` | 404 if the account has no such connector, or else 503 |
    /// | `Store`, `Undecided`, `SignInTokenExpired` | 503 |
    /// | `SessionKey` | 401 |
    /// | `Target`, `Path` | 500: a mistake in the application |
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Unknown | Self::OtherSession { .. } => StatusCode::FORBIDDEN,
            Self::NotAuthenticated | Self::Refused { .. } => StatusCode::CONFLICT,
            Self::Expired => StatusCode::GONE,
            Self::NotReturned(error) => error.status(),
            Self::Link(error) => error.status(),
            Self::Cyclr(error) if error.is_not_found() => StatusCode::NOT_FOUND,
            Self::Cyclr(_) | Self::Store(_) | Self::Undecided(_) | Self::SignInTokenExpired(_) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::SessionKey(_) => StatusCode::UNAUTHORIZED,
            Self::Target(_) | Self::Path(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// A sentence for the page that the user sees, whoever that is: it says what to do, and tells a
    /// stranger nothing about an attempt.
    #[must_use]
    pub fn public_message(&self) -> &'static str {
        match self {
            Self::Unknown | Self::OtherSession { .. } => {
                "This page can't be used again. Check your connections."
            }
            Self::NotAuthenticated => {
                "You are not connected. If you have just allowed access, reload this page; otherwise, \
                 connect again."
            }
            Self::Refused { .. } => {
                "You are not connected: you signed in as somebody else. Connect again."
            }
            Self::Expired | Self::SignInTokenExpired(_) => "That took too long. Connect again.",
            Self::NotReturned(error) => error.public_message(),
            Self::Link(error) => error.public_message(),
            Self::Cyclr(error) if error.is_not_found() => {
                "There is no such connection in your account."
            }
            Self::Cyclr(_) | Self::Store(_) | Self::Undecided(_) => {
                "We can't find out whether you are connected. Try again in a minute."
            }
            Self::SessionKey(_) => "You are signed out. Sign in, and check your connections.",
            Self::Target(_) | Self::Path(_) => "Something went wrong on our side.",
        }
    }
}

impl fmt::Display for AttemptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAuthenticated => "the account connector is not authenticated",
            Self::Unknown => "there is no such attempt to connect, or it was completed already",
            Self::OtherSession { .. } => "another session began the attempt to connect",
            Self::Expired => "the attempt to connect has expired",
            Self::Refused { .. } => "the application refused the connection",
            Self::Undecided(_) => "the application can't decide whether the connection counts",
            Self::NotReturned(_) => "the request brings no attempt to connect back",
            Self::Link(_) => "the link to connect can't be used",
            Self::SessionKey(_) => "the session's id is too short to be unguessable",
            Self::Target(_) => "the target can't carry the attempt to connect",
            Self::Path(_) => "the user can't be redirected to that path",
            Self::SignInTokenExpired(_) => "the sign-in token had expired when it came",
            Self::Cyclr(_) => "Cyclr can't be asked about the account connector",
            Self::Store(_) => "the store of attempts to connect can't be asked",
        })
    }
}

impl StdError for AttemptError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Cyclr(error) => Some(error),
            Self::Store(error) | Self::Undecided(error) => Some(&**error),
            Self::NotReturned(error) => Some(error),
            Self::Link(error) => Some(error),
            Self::SessionKey(error) => Some(error),
            Self::Target(error) => Some(error),
            Self::Path(error) => Some(error),
            Self::SignInTokenExpired(error) => Some(error),
            Self::NotAuthenticated
            | Self::Unknown
            | Self::OtherSession { .. }
            | Self::Expired
            | Self::Refused { .. } => None,
        }
    }
}

macro_rules! from {
    ($($Error:ty => $variant:ident),*) => {$(
        impl From<$Error> for AttemptError {
            fn from(error: $Error) -> Self {
                Self::$variant(error)
            }
        }
    )*};
}

from!(
    NotReturned => NotReturned,
    LinkError => Link,
    InvalidSessionKey => SessionKey,
    InvalidUrl => Target,
    InvalidPath => Path,
    ExpiredSignInToken => SignInTokenExpired,
    Error => Cyclr
);
