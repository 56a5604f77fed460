//! [`NewLink`]: the link to issue.

use std::time::Duration;

use crate::values::{AccountConnectorId, AccountId};

/// A link to issue: for which account connector, for whom, and for how long.
///
/// ```
/// use cyclr_oauth::AccountId;
/// use cyclr_oauth::completion::NewLink;
///
/// let account = AccountId::new("Acme-42")?;
/// let link = NewLink::new(&account, 1234).with_note("Kim asks you to connect Salesforce.");
/// # drop(link);
/// # Ok::<(), cyclr_oauth::values::InvalidAccountId>(())
/// ```
///
/// [`Attempts::issue_link`](crate::Attempts::issue_link) takes it.
#[derive(Clone, Debug)]
#[must_use = "pass it to `Attempts::issue_link`"]
pub struct NewLink {
    pub(super) account: AccountId,
    pub(super) id: AccountConnectorId,
    pub(super) user: Option<String>,
    pub(super) note: Option<String>,
    pub(super) lifetime: Duration,
}

impl NewLink {
    /// How long a link lives, unless [`with_lifetime`](Self::with_lifetime) is called: a week.
    pub const LIFETIME: Duration = Duration::from_secs(7 * 24 * 3600);

    /// The longest life of a link: 30 days.
    pub const MAX_LIFETIME: Duration = Duration::from_secs(30 * 24 * 3600);

    /// The longest note, in bytes.
    pub const MAX_NOTE: usize = 1000;

    /// A link to connect an account connector. Any user of the account may use it.
    pub fn new(account: &AccountId, id: impl Into<AccountConnectorId>) -> Self {
        let account = account.clone();
        Self { account, id: id.into(), user: None, note: None, lifetime: Self::LIFETIME }
    }

    /// Binds the link to one user of the account, by their name in your sessions.
    ///
    /// The store remembers a hash. The name must be the same text, to the byte, when the link is opened. An
    /// empty name is nobody's: such a link can't be opened.
    pub fn for_user(self, user: impl Into<String>) -> Self {
        Self { user: Some(user.into()), ..self }
    }

    /// A text for the page that the link opens, such as who asks, and why.
    ///
    /// Line breaks become `\n`, as forms send `\r\n`. Escape the note where you show it. A note that is
    /// longer than [`MAX_NOTE`](Self::MAX_NOTE), or has other control characters, is an error of
    /// [`issue_link`](crate::Attempts::issue_link).
    pub fn with_note(self, note: impl Into<String>) -> Self {
        Self { note: Some(note.into().replace("\r\n", "\n")), ..self }
    }

    /// Sets how long the link lives, by the client's clock. More than
    /// [`MAX_LIFETIME`](Self::MAX_LIFETIME) is cut to it.
    pub fn with_lifetime(self, lifetime: Duration) -> Self {
        Self { lifetime: lifetime.min(Self::MAX_LIFETIME), ..self }
    }

    pub(super) fn has_good_note(&self) -> bool {
        let note = self.note.as_deref().unwrap_or_default();
        note.len() <= Self::MAX_NOTE && !note.contains(|it: char| it.is_control() && it != '\n')
    }
}
