//! [`LinkError`]: why a link does not open, or a click begins nothing.

use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;

use crate::completion::new_link::NewLink;
use crate::completion::returned::NotReturned;
use crate::values::{AccountConnectorId, AccountId};

/// Why a [`ConnectLink`](crate::ConnectLink) isn't issued or does not open, or a click on its page begins
/// nothing.
///
/// It is in [`AttemptError::Link`](crate::AttemptError::Link), whose
/// [`status`](crate::AttemptError::status) and [`public_message`](crate::AttemptError::public_message) are
/// those of this error.
///
/// ```
/// use cyclr_oauth::completion::LinkError;
///
/// assert_eq!(LinkError::Unknown.status(), 403);
/// assert_eq!(LinkError::Expired.status(), 410);
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum LinkError {
    /// Its time is over. Only a session that it was for learns that.
    Expired,
    /// The request doesn't hold exactly one link that can be one.
    ///
    /// Or its query is longer than [`Returned::MAX_QUERY`](crate::Returned::MAX_QUERY).
    Malformed,
    /// The request isn't the click of a user on a page of the same origin.
    NotClicked(NotReturned),
    /// The note is longer than [`NewLink::MAX_NOTE`], or has control characters.
    Note,
    /// A session of another account presents it. To the user it looks like [`Unknown`](Self::Unknown).
    OtherAccount {
        /// The account that the link is for.
        account: AccountId,
        /// The account connector.
        id: AccountConnectorId,
    },
    /// Another user of the same account presents it. To the user it looks like
    /// [`Unknown`](Self::Unknown).
    OtherUser {
        /// The account that the link is for.
        account: AccountId,
        /// The account connector.
        id: AccountConnectorId,
    },
    /// It was revoked. Only a session that it was for learns that.
    Revoked,
    /// There is no such link: it was forged, changed on its way, or forgotten a week after it expired.
    Unknown,
    /// An attempt that began from it was completed. Only a session that it was for learns that.
    Used,
}

impl LinkError {
    /// The status to respond with.
    ///
    /// | error | status |
    /// | --- | --- |
    /// | `Unknown`, `OtherAccount`, `OtherUser` | 403 for all three |
    /// | `Expired`, `Revoked`, `Used` | 410 |
    /// | `Malformed`, `Note` | 400 |
    /// | `NotClicked` | [`NotReturned::status`] |
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Unknown | Self::OtherAccount { .. } | Self::OtherUser { .. } => {
                StatusCode::FORBIDDEN
            }
            Self::Expired | Self::Revoked | Self::Used => StatusCode::GONE,
            Self::Malformed | Self::Note => StatusCode::BAD_REQUEST,
            Self::NotClicked(error) => error.status(),
        }
    }

    /// A sentence for the page that the user sees, whoever that is: it tells a stranger nothing about a
    /// link.
    #[must_use]
    pub fn public_message(&self) -> &'static str {
        match self {
            Self::Unknown | Self::OtherAccount { .. } | Self::OtherUser { .. } => {
                "This link isn't for you. Sign in as the user it was sent to, or ask for another."
            }
            Self::Expired | Self::Revoked => "This link is no longer valid. Ask for another.",
            Self::Used => "This link was used already. Check your connections.",
            Self::Malformed => "This link is incomplete. Copy all of it, or ask for another.",
            Self::Note => "The note is too long, or has characters that can't be shown.",
            Self::NotClicked(error) => error.public_message(),
        }
    }
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Expired => "the link has expired",
            Self::Malformed => "the request doesn't hold exactly one link",
            Self::NotClicked(_) => "the request isn't a click on the page of the link",
            Self::Note => {
                return write!(
                    f,
                    "the note of the link is longer than {} bytes, or has control characters",
                    NewLink::MAX_NOTE
                );
            }
            Self::OtherAccount { .. } => "the link is for another account",
            Self::OtherUser { .. } => "the link is for another user of the account",
            Self::Revoked => "the link was revoked",
            Self::Unknown => "there is no such link",
            Self::Used => "the link was used already",
        })
    }
}

impl StdError for LinkError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::NotClicked(error) => Some(error),
            _ => None,
        }
    }
}
