//! [`ConnectAttempt`]: one user's attempt to connect one account connector.

use std::convert::Infallible;
use std::fmt;
use std::time::Duration;

use url::form_urlencoded;

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
use crate::completion::random::random;
use crate::completion::random::{TEXT_LENGTH, text};
use crate::completion::session_hash::{SessionHash, session_hash};
use crate::completion::session_key::SessionKey;
use crate::handoff::CallbackMessage;
use crate::values::{AccountConnectorId, AccountId, Secret};
use crate::web::{InvalidUrl, TargetOrigin};

/// One attempt of one user to connect one account connector: 128 random bits that tell it from all
/// others, for one session, for a while, and for one completion.
///
/// ```
/// use cyclr_oauth::{AccountId, ConnectAttempt, TargetOrigin};
///
/// const DONE: TargetOrigin = TargetOrigin::from_static("https://yourapplication.com/done");
///
/// let account = AccountId::new("Acme-42")?;
/// let session_key = "the value of the session's cookie";
/// let attempt = ConnectAttempt::new(&account, 1234, session_key);
///
/// // For a redirect; the page finds it in its query.
/// let target_origin = attempt.target_origin(DONE)?;
/// assert_eq!(
///     target_origin.as_str(),
///     format!("https://yourapplication.com/done?cyclr_attempt={}", attempt.expose_secret()),
/// );
/// // For a popup or a frame; the page gets it as a message.
/// assert_eq!(attempt.callback_message().as_str(), attempt.expose_secret());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [`Attempts::begin`](crate::Attempts::begin) remembers it, and
/// [`Attempts::complete`](crate::Attempts::complete) takes what the page presents.
///
/// # Security
///
/// Cyclr's flow has no `state`; this is the partner's own. It says which hand-off has ended and in
/// whose session, not that it has succeeded: that, only Cyclr can say.
///
/// `Debug` leaves out the text, which is wiped on drop. Absent on purpose: `Clone`, since an attempt is
/// one; `Display`, `Serialize` and `PartialEq` for the reasons that [`Secret`] gives.
#[must_use = "an attempt is to be begun, and then carried by the URL"]
pub struct ConnectAttempt {
    text: Secret,
    account: AccountId,
    id: AccountConnectorId,
    session: SessionHash,
    lifetime: Duration,
}

impl ConnectAttempt {
    /// Where a redirect's target carries the attempt: the name of the parameter in its query.
    pub const QUERY_PARAMETER: &str = "cyclr_attempt";

    /// Five minutes for the sign-in token, and ten for the consent page.
    const LIFETIME: Duration = Duration::from_secs(15 * 60);

    /// Makes an attempt for the user of a session.
    ///
    /// The session key is what tells this session from all others and nobody else knows: the value of
    /// its cookie, or its id. Only a hash of it is kept. An attempt for an empty one is never completed.
    ///
    /// # Panics
    ///
    /// If the system has no randomness, without which no attempt could be told from a forged one.
    /// [`from_random`](Self::from_random) leaves that to you; on `wasm32-unknown-unknown` there is only
    /// that one.
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    #[track_caller]
    pub fn new(
        account: &AccountId,
        id: impl Into<AccountConnectorId>,
        session_key: &(impl SessionKey + ?Sized),
    ) -> Self {
        Self::from_random(random(), account, id, session_key)
    }

    /// [`new`](Self::new) with randomness of one's own.
    ///
    /// # Security
    ///
    /// The bits have to come from a source that can't be guessed, and are used once.
    pub fn from_random(
        bits: [u8; 16],
        account: &AccountId,
        id: impl Into<AccountConnectorId>,
        session_key: &(impl SessionKey + ?Sized),
    ) -> Self {
        let text = text(bits);
        let session = session_hash(text.expose_secret(), session_key.bytes());
        Self { text, account: account.clone(), id: id.into(), session, lifetime: Self::LIFETIME }
    }

    /// Says how long after its beginning the attempt can be completed: 15 minutes, unless this is called.
    ///
    /// The sign-in token lives for five of them; the rest is the user's, for the third party's pages. A
    /// user who denies there is not sent back, so that the attempt just ends with its time.
    pub fn with_lifetime(self, lifetime: Duration) -> Self {
        Self { lifetime, ..self }
    }

    /// The account.
    #[must_use]
    pub fn account(&self) -> &AccountId {
        &self.account
    }

    /// The account connector.
    #[must_use]
    pub fn id(&self) -> AccountConnectorId {
        self.id
    }

    /// How long after its beginning it can be completed.
    #[must_use]
    pub fn lifetime(&self) -> Duration {
        self.lifetime
    }

    /// For a redirect: the target with the attempt in its query, as
    /// [`QUERY_PARAMETER`](Self::QUERY_PARAMETER), and everything else as it was.
    ///
    /// ```
    /// # use cyclr_oauth::{AccountId, ConnectAttempt};
    /// # use cyclr_oauth::web::InvalidUrl;
    /// # let attempt = ConnectAttempt::new(&AccountId::new("Acme-42")?, 1234, "session");
    /// let target = attempt.target_origin("https://yourapplication.com/done?step=2#end")?;
    /// assert!(target.as_str().starts_with("https://yourapplication.com/done?step=2&cyclr_attempt="));
    /// assert!(target.as_str().ends_with("#end"));
    ///
    /// let twice = attempt.target_origin(target).unwrap_err();
    /// assert_eq!(twice, InvalidUrl::HasAttempt);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// What Cyclr does with a target's query is undocumented; it is expected to keep it as it is.
    ///
    /// # Errors
    ///
    /// [`InvalidUrl`] if there is a parameter of that name already, or if a text or [`Url`](url::Url) was
    /// given that is no target.
    pub fn target_origin<T>(&self, base: T) -> Result<TargetOrigin, InvalidUrl>
    where
        T: TryInto<TargetOrigin, Error: Into<InvalidUrl>>,
    {
        let base = base.try_into().map_err(Into::into)?;
        let (page, fragment) = match base.as_str().split_once('#') {
            Some((page, fragment)) => (page, Some(fragment)),
            None => (base.as_str(), None),
        };
        let query = page.split_once('?').map(|(_, query)| query);
        let mut names = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        if names.any(|(name, _)| name == Self::QUERY_PARAMETER) {
            return Err(InvalidUrl::HasAttempt);
        }
        let separator = match query {
            Some(_) => "&",
            None if page.len() == base.origin_str().len() => "/?",
            None => "?",
        };
        let (name, text) = (Self::QUERY_PARAMETER, self.expose_secret());
        let (hash, fragment) = fragment.map_or(("", ""), |fragment| ("#", fragment));
        Ok(TargetOrigin::from_normal(format!("{page}{separator}{name}={text}{hash}{fragment}")))
    }

    /// For a popup or a frame: the message that ends this attempt and no other.
    #[must_use]
    pub fn callback_message(&self) -> CallbackMessage {
        CallbackMessage::from_text(self.expose_secret())
    }

    /// What the page presents in the end: base64url, 22 characters.
    ///
    /// # Security
    ///
    /// It is for the URL and the page of the session that it was made for.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        self.text.expose_secret()
    }

    pub(super) fn session(&self) -> SessionHash {
        self.session
    }

    /// Whether a text could be one.
    pub(super) fn is_text(presented: &str) -> bool {
        presented.len() == TEXT_LENGTH
            && presented
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    }
}

impl fmt::Debug for ConnectAttempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, account, id, session: _, lifetime } = self;
        f.debug_struct("ConnectAttempt")
            .field("text", text)
            .field("account", account)
            .field("id", id)
            .field("lifetime", lifetime)
            .finish_non_exhaustive()
    }
}

/// For [`ConnectAttempt::target_origin`], which takes a target as well as what may be none.
impl From<Infallible> for InvalidUrl {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
