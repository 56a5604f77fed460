//! [`Invitation`]: what the page of a link says.

use crate::values::{AccountConnectorId, AccountId, UtcTimestamp};

/// What a [`ConnectLink`](crate::ConnectLink) asks for, for the page that it opens.
///
/// [`Attempts::open_link`](crate::Attempts::open_link) makes it, and only for a session that the link is for. It
/// begins nothing: the click does, by [`LinkClick`](crate::completion::LinkClick).
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Invitation {
    /// The account, which is that of the session.
    pub account: AccountId,
    /// The account connector to connect.
    pub id: AccountConnectorId,
    /// What the person who asks has written. Escape it: another person's text is on your page.
    pub note: Option<String>,
    /// When the link expires.
    pub expires: UtcTimestamp,
}
