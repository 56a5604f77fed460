//! [`ConnectLink`]: an address on the partner's own origin that may be sent to a person.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::completion::random::is_hash;
use crate::values::{Secret, UtcTimestamp, deserialize_from_text, deserialize_text};

/// A link to one of your pages that may be mailed, posted in a chat, or given to an agent.
///
/// The one-time URL of Cyclr must never be sent: a mail scanner would use it up, and anyone who
/// opened it would connect their own data. A `ConnectLink` leads to *your* page. It lives for days, is
/// bound to an account and an account connector, and to one user if you name one. Opening it changes
/// nothing and asks Cyclr for nothing, however often and by whomever it is opened. Only the click of a
/// signed-in user begins an attempt.
///
/// # How to send one
///
/// ```no_run
/// use std::time::Duration;
///
/// use cyclr_oauth::completion::{LinkId, NewLink};
/// use cyclr_oauth::{AccountId, AttemptError, Attempts, Client, TargetOrigin};
///
/// const INVITE: TargetOrigin =
///     TargetOrigin::from_static("https://yourapplication.com/invite");
///
/// /// Returns the mail to send, and the id to keep, which revokes the link.
/// async fn invite(
///     attempts: &Attempts,
///     cyclr: &Client,
///     account: &AccountId, // of the user who is signed in and asks
/// ) -> Result<(String, LinkId), AttemptError> {
///     let link = NewLink::new(account, 1234)
///         .for_user("ann@acme.example")
///         .with_note("Kim asks you to connect Salesforce.")
///         .with_lifetime(Duration::from_secs(3 * 24 * 3600));
///     let link = attempts.issue_link(cyclr, link, &INVITE).await?;
///     Ok((format!("Connect Salesforce: {}", link.expose_url()), link.id().clone()))
/// }
/// ```
///
/// # How to accept the click
///
/// One path, `/invite`, has both handlers. The form has no `action`, so the browser posts it to the
/// address of the page, and you never touch the secret. The session exists before the link is opened: a
/// user who isn't signed in signs in first, and comes back to the same address.
///
/// ```no_run
/// use cyclr_oauth::completion::{Invitation, LinkClick};
/// use cyclr_oauth::{AccountId, AttemptError, Attempts, Client, PageHeaders};
/// use cyclr_oauth::{SessionKey, TargetOrigin};
/// use http::{HeaderValue, Response, request::Parts};
///
/// const DONE: TargetOrigin = TargetOrigin::from_static("https://yourapplication.com/done");
///
/// type Page = Result<Response<String>, AttemptError>;
///
/// struct Service {
///     cyclr: Client,
///     attempts: Attempts,
/// }
///
/// /// Who is signed in, as your session knows it. Nothing here comes from the request.
/// struct SignedIn {
///     account: AccountId,
///     user: String,
///     session_id: String,
///     csrf_token: String,
/// }
///
/// impl Service {
///     /// `GET /invite`: says who asks for what.
///     async fn invite(&self, request: &Parts, who: &SignedIn) -> Page {
///         let SignedIn { account, user, csrf_token, .. } = who;
///         let invitation = self.attempts.open_link(&self.cyclr, request, account, user);
///         let mut page = Response::new(page(&invitation.await?, csrf_token));
///         *page.headers_mut() = PageHeaders::new().into_headers();
///         let html = HeaderValue::from_static("text/html; charset=utf-8");
///         page.headers_mut().insert("content-type", html);
///         Ok(page)
///     }
///
///     /// `POST /invite`: the click. Check your CSRF token first.
///     async fn accept(&self, request: &Parts, who: &SignedIn) -> Page {
///         let SignedIn { account, user, session_id, .. } = who;
///         let click = LinkClick::by_form(request)?;
///         let session = SessionKey::new(session_id)?;
///         let begun = self.attempts.begin_link(&self.cyclr, click, account, user, &session);
///         begun.await?.redirect(user, &DONE).await // and on as with every attempt
///     }
/// }
///
/// fn page(invitation: &Invitation, csrf_token: &str) -> String {
///     // Another person wrote it.
///     let note = escape(invitation.note.as_deref().unwrap_or_default());
///     format!(
///         "<!doctype html><title>Connect</title><p>{note}<form method=post>\
///          <input type=hidden name=csrf value={csrf_token}><button>Connect</button></form>"
///     )
/// }
///
/// fn escape(text: &str) -> String {
///     text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
/// }
/// ```
///
/// # When it ends
///
/// A link ends when an attempt that began from it is completed, when it expires, or when
/// [`revoke_link`](crate::Attempts::revoke_link) revokes it. A user who gives up half-way can click
/// again. An attempt that has begun doesn't end with its link: it keeps its own 15 minutes, also
/// when two tabs began one each.
///
/// Links are in the [store](crate::completion::AttemptStore) of the attempts, so revoking one works on
/// every machine at once. [`MemoryAttempts`](crate::completion::MemoryAttempts) forgets them when the
/// process ends: for links that live for days, use a store that lasts.
///
/// # Security
///
/// The URL holds 128 random bits; the store holds their hash. Whoever reads the URL can show it only to
/// a session of the same account, and to that user, if one is named. To everybody else all links look the
/// same: see [`LinkError::status`](crate::completion::LinkError::status).
///
/// The secret is in the query, as the attempt is on the page at the end: keep queries out of your logs, and send
/// [`PageHeaders`](crate::PageHeaders) with the page, whose `no-referrer` keeps the address from other sites. It
/// is wiped on drop. There is no `Clone` and no `Display`.
#[must_use = "send its URL to the user, and keep its id to be able to revoke it"]
pub struct ConnectLink {
    pub(super) url: Secret,
    pub(super) id: LinkId,
    pub(super) expires: UtcTimestamp,
}

impl ConnectLink {
    /// The name of the query parameter that carries the link's secret.
    pub const PARAMETER: &str = "cyclr_link";

    /// The address to send to the user.
    ///
    /// # Security
    ///
    /// Don't log it: it is a secret between you and those who get it.
    #[must_use]
    pub fn expose_url(&self) -> &str {
        self.url.expose_secret()
    }

    /// The id, to revoke the link by. It is not a secret: it opens nothing.
    #[must_use]
    pub fn id(&self) -> &LinkId {
        &self.id
    }

    /// When the link expires.
    #[must_use]
    pub fn expires(&self) -> UtcTimestamp {
        self.expires
    }
}

impl fmt::Debug for ConnectLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectLink")
            .field("id", &self.id)
            .field("expires", &self.expires)
            .finish_non_exhaustive()
    }
}

/// The id of a [`ConnectLink`]: 43 characters of base64url, to keep in a database.
///
/// ```
/// use cyclr_oauth::completion::LinkId;
///
/// let id: LinkId = "Y3ljbHItb2F1dGguLi4uLi4uLi4uLi4uLi4uLi4uLi4".parse()?;
/// assert_eq!(id.as_str().len(), 43);
/// assert!("1234".parse::<LinkId>().is_err());
/// # Ok::<(), cyclr_oauth::completion::InvalidLinkId>(())
/// ```
///
/// It is the key of the link in the store, a hash of its secret. It opens nothing, and
/// [`revoke_link`](crate::Attempts::revoke_link) takes it only together with the link's account.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct LinkId(pub(super) String);

impl LinkId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for LinkId {
    type Err = InvalidLinkId;

    fn from_str(id: &str) -> Result<Self, InvalidLinkId> {
        if is_hash(id) { Ok(Self(id.to_owned())) } else { Err(InvalidLinkId) }
    }
}

deserialize_from_text!(LinkId, "id of a link");

impl Serialize for LinkId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl fmt::Display for LinkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The text isn't the id of a link.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct InvalidLinkId;

impl fmt::Display for InvalidLinkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the id of a link: write the 43 characters that `ConnectLink::id` returned")
    }
}

impl std::error::Error for InvalidLinkId {}
