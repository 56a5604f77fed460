//! [`Error`]: what can go wrong with a call to Cyclr.

#![cfg_attr(not(feature = "client"), allow(dead_code, reason = "the client makes most of them"))]

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use crate::api::{Operation, Unreadable};
use crate::{TransportError, UtcTimestamp};

/// Why a call to Cyclr failed.
///
/// Errors are told apart by the predicates, by [`status`](Self::status), and not by their text.
///
/// ```
/// use cyclr_oauth::Error;
///
/// fn advice(error: &Error) -> &'static str {
///     match error {
///         error if error.is_not_found() => "the account connector was removed; install it again",
///         error if error.is_unauthorized() => "check the client credentials",
///         error if error.is_rate_limited() || error.is_unavailable() => "try again later",
///         error if error.is_timeout() || error.is_transport() => "try again, it may have been done",
///         _ => "ask the operator",
///     }
/// }
/// ```
///
/// # Security
///
/// No error holds an access token, a client secret, an `AuthValue`, a password or a property's value
/// that was sent: they are taken out of what Cyclr answered before the error is made, with words that
/// happen to be the same. Those shorter than 4 bytes are not looked for. `source` is
/// the error of the HTTP library, without the URL.
pub struct Error(Box<Inner>);

struct Inner {
    operation: Option<Operation>,
    kind: Kind,
    /// How many requests were sent, where it was more than one.
    tries: u32,
}

pub(crate) enum Kind {
    /// There is no access token to make the call with. Shared with others who waited for it.
    AccessToken(Arc<Error>),
    /// The HTTP library can't start.
    Start(BoxError),
    /// The request can't be made.
    Request(BoxError),
    /// No answer came, or not all of it.
    Transport(TransportError),
    /// No answer came in time.
    Timeout(Duration),
    /// Cyclr refused.
    Status(Refusal),
    /// Cyclr's answer can't be read.
    Unreadable(StatusCode, Unreadable),
}

/// What Cyclr said when it refused; secrets are out of it.
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) retry_after: Option<RetryAfter>,
    /// Whether the token endpoint named the credentials as what it refused.
    pub(crate) credentials: bool,
    pub(crate) message: Option<String>,
    pub(crate) body: String,
}

/// The header of this name.
#[derive(Clone, Copy)]
pub(crate) enum RetryAfter {
    After(Duration),
    At(UtcTimestamp),
}

type BoxError = Box<dyn StdError + Send + Sync>;

impl Error {
    pub(crate) fn new(operation: Operation, kind: Kind) -> Self {
        Self(Box::new(Inner { operation: Some(operation), kind, tries: 1 }))
    }

    pub(crate) fn start(error: impl Into<BoxError>) -> Self {
        Self(Box::new(Inner { operation: None, kind: Kind::Start(error.into()), tries: 1 }))
    }

    pub(crate) fn kind(&self) -> &Kind {
        &self.0.kind
    }

    pub(crate) fn with_tries(mut self, tries: u32) -> Self {
        self.0.tries = tries;
        self
    }

    /// The same, of the call that needed what failed.
    pub(crate) fn of(mut self, operation: &Operation) -> Self {
        self.0.operation = Some(operation.clone());
        self
    }

    /// The failed request for an access token, if that is what it was.
    fn root(&self) -> &Self {
        match &self.0.kind {
            Kind::AccessToken(error) => error,
            _ => self,
        }
    }

    fn refusal(&self) -> Option<&Refusal> {
        match &self.root().0.kind {
            Kind::Status(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// The status of Cyclr's answer, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match &self.root().0.kind {
            Kind::Status(refusal) => Some(refusal.status),
            Kind::Unreadable(status, _) => Some(*status),
            _ => None,
        }
    }

    /// Whether no answer came in time, to one request or to all tries together. Whether Cyclr did
    /// what it was asked is not known then.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match &self.root().0.kind {
            Kind::Timeout(_) => true,
            Kind::Transport(error) => error.is_timeout(),
            _ => false,
        }
    }

    /// Whether no answer came, or not all of it, for a reason other than time: no connection, a
    /// connection that broke, an answer cut short.
    #[must_use]
    pub fn is_transport(&self) -> bool {
        match &self.root().0.kind {
            Kind::Transport(error) => !error.is_timeout() && !error.is_too_long(),
            _ => false,
        }
    }

    /// Whether Cyclr accepted the call, and its answer can't be read: it is no JSON, lacks a member,
    /// or is too long.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        match &self.root().0.kind {
            Kind::Unreadable(..) => true,
            Kind::Transport(error) => error.is_too_long(),
            _ => false,
        }
    }

    /// Whether Cyclr took the credentials for wrong: status 401, or for an access token also 400 with the
    /// error `invalid_client` or `unauthorized_client` of RFC 6749 (which of the two Cyclr answers is
    /// undocumented).
    ///
    /// The client renews its access token once before it says so.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.refusal().is_some_and(|refusal| {
            refusal.status == StatusCode::UNAUTHORIZED || refusal.credentials
        })
    }

    /// Whether Cyclr knows no such account, connector or property: status 404.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(StatusCode::NOT_FOUND)
    }

    /// Whether there were too many calls: status 429.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Whether Cyclr, or what stands in front of it, is out of service: status 502, 503 or 504.
    #[must_use]
    pub fn is_unavailable(&self) -> bool {
        matches!(
            self.status(),
            Some(
                StatusCode::BAD_GATEWAY
                    | StatusCode::SERVICE_UNAVAILABLE
                    | StatusCode::GATEWAY_TIMEOUT
            )
        )
    }

    /// How long Cyclr asked to wait: its `Retry-After`, in seconds or until a date.
    ///
    /// It is what Cyclr said, however long: before handing it on, cap it, and round it up to seconds.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after_at(UtcTimestamp::now())
    }

    /// [`retry_after`](Self::retry_after) by a clock of one's own.
    #[must_use]
    pub fn retry_after_at(&self, now: UtcTimestamp) -> Option<Duration> {
        Some(match self.refusal()?.retry_after? {
            RetryAfter::After(duration) => duration,
            RetryAfter::At(moment) => moment.saturating_duration_since(now),
        })
    }

    /// What Cyclr said: `Message`, or `error_description` or `error` of the token endpoint.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.refusal()?.message.as_deref()
    }

    /// What Cyclr answered when it refused: at most 2 KiB of it, with `[redacted]` in place of what
    /// was secret in the request and of what is secret by its name.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.refusal().map(|refusal| &*refusal.body)
    }
}

/// `POST /v1.0/…: 404 Not Found: …`
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { operation, kind, tries } = &*self.0;
        if let Some(operation) = operation {
            write!(f, "{operation}: ")?;
        }
        match kind {
            Kind::AccessToken(error) => write!(f, "no access token: {error}")?,
            Kind::Start(_) => f.write_str("the HTTP library can't start")?,
            Kind::Request(_) => f.write_str("the request can't be made")?,
            Kind::Transport(error) => write!(f, "{error}")?,
            Kind::Timeout(after) => write!(f, "no answer within {after:?}")?,
            Kind::Status(Refusal { status, message, .. }) => {
                write!(f, "{status}")?;
                if let Some(message) = message {
                    write!(f, ": {message}")?;
                }
            }
            Kind::Unreadable(_, reason) => write!(f, "{reason}")?,
        }
        if *tries > 1 {
            write!(f, " (after {tries} tries)")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug.field("message", &format_args!("{self}"));
        if let Some(body) = self.body() {
            debug.field("body", &body);
        }
        if let Some(source) = self.source() {
            debug.field("source", &source);
        }
        debug.finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.kind {
            Kind::AccessToken(error) => error.source(),
            Kind::Start(error) | Kind::Request(error) => Some(&**error),
            Kind::Transport(error) => error.source(),
            Kind::Timeout(_) | Kind::Status(_) | Kind::Unreadable(..) => None,
        }
    }
}
