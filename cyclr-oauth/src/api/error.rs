//! [`Error`]: why a call to Cyclr failed.

#![cfg_attr(not(feature = "client"), allow(dead_code, reason = "the client makes most of them"))]

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use crate::api::message::Message;
use crate::api::operation::Operation;
use crate::api::refusal::{Refusal, RetryAfter};
use crate::api::response::Unreadable;
use crate::api::transport::TransportError;
use crate::values::UtcTimestamp;

/// Why a call to Cyclr failed.
///
/// Distinguish errors by the predicates and by [`status`](Self::status), not by their text.
///
/// ```
/// use cyclr_oauth::Error;
///
/// fn advice(error: &Error) -> &'static str {
///     match error {
///         error if error.is_no_access_token() => "check the credentials and the API domain",
///         error if error.is_not_found() => "install the account connector again",
///         error if error.is_rate_limited() || error.is_unavailable() => "try again later",
///         error if error.is_timeout() || error.is_transport() => "it may have been done",
///         _ => "ask the operator",
///     }
/// }
/// ```
///
/// # Design
///
/// An error prints only text that is safe to log: the route without ids, the status, the kind of
/// failure, and at most 300 characters of Cyclr's `Message` from a well-formed JSON object. It
/// withholds the whole message, and reports that, if the message shares six letters or digits in a
/// row with a secret of the request, the access token or the client secret, or contains escapes
/// that could hide one. `Debug` prints the same text.
///
/// # Security
///
/// No text contains the raw body. [`expose_body`](Self::expose_body) returns it, for people to
/// read. [`source`](StdError::source) is the HTTP library's error, without the URL.
pub struct Error(Box<Inner>);

struct Inner {
    operation: Option<Operation>,
    /// Shared with others who waited for the same access token.
    kind: Arc<Kind>,
    /// How many requests were sent, if more than one.
    tries: u32,
}

pub(crate) enum Kind {
    /// The call was never sent, because the request for an access token failed.
    ///
    /// Or Cyclr refused the token and the client can't get another.
    NoAccessToken { error: Error, refused: bool },
    /// The client can't start.
    Start(BoxError),
    /// The request can't be made.
    Request(BoxError),
    /// No response arrived, or not all of it.
    Transport(TransportError),
    /// No response arrived in time.
    Timeout(Duration),
    /// Cyclr refused.
    Status(Refusal),
    /// Cyclr's response can't be read.
    Unreadable(StatusCode, Unreadable),
}

type BoxError = Box<dyn StdError + Send + Sync>;

impl Error {
    pub(crate) fn new(operation: Operation, kind: Kind) -> Self {
        Self(Box::new(Inner { operation: Some(operation), kind: Arc::new(kind), tries: 1 }))
    }

    pub(crate) fn start(error: impl Into<BoxError>) -> Self {
        let kind = Arc::new(Kind::Start(error.into()));
        Self(Box::new(Inner { operation: None, kind, tries: 1 }))
    }

    pub(crate) fn kind(&self) -> &Kind {
        &self.0.kind
    }

    pub(crate) fn with_tries(mut self, tries: u32) -> Self {
        self.0.tries = tries;
        self
    }

    /// Shares the error with another caller that waited.
    pub(crate) fn share(&self) -> Self {
        let Inner { operation, kind, tries } = &*self.0;
        let (operation, kind) = (operation.clone(), Arc::clone(kind));
        Self(Box::new(Inner { operation, kind, tries: *tries }))
    }

    /// Attributes the error to the call that needed the failed request.
    pub(crate) fn of(mut self, operation: &Operation) -> Self {
        self.0.operation = Some(operation.clone());
        self
    }

    fn refusal(&self) -> Option<&Refusal> {
        match &*self.0.kind {
            Kind::Status(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// Whether the call failed for lack of an access token. Cyclr did nothing, so repeating is
    /// safe.
    ///
    /// Either no token could be obtained and the call was never sent, or Cyclr responded 401 to the
    /// only token there was; the text says which. While the token endpoint fails, callers share one
    /// failure and get it at once. None of the other predicates then describes the call.
    /// [`source`](StdError::source) is the [`Error`] of the token request:
    ///
    /// ```
    /// use std::error::Error as _;
    ///
    /// fn wrong_credentials(error: &cyclr_oauth::Error) -> bool {
    ///     let cause = error.source().and_then(|cause| cause.downcast_ref());
    ///     error.is_no_access_token() && cause.is_some_and(cyclr_oauth::Error::is_unauthorized)
    /// }
    /// ```
    #[must_use]
    pub fn is_no_access_token(&self) -> bool {
        matches!(&*self.0.kind, Kind::NoAccessToken { .. })
    }

    /// The status of Cyclr's response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match &*self.0.kind {
            Kind::Status(refusal) => Some(refusal.status),
            Kind::Unreadable(status, _) => Some(*status),
            _ => None,
        }
    }

    /// Whether the time ran out, for one request or for all tries together.
    ///
    /// Cyclr may or may not have carried out the call.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match &*self.0.kind {
            Kind::Timeout(_) => true,
            Kind::Transport(error) => error.is_timeout(),
            _ => false,
        }
    }

    /// Whether the connection failed: none was opened, it broke, or a response was cut short.
    ///
    /// A time limit is [`is_timeout`](Self::is_timeout) instead.
    #[must_use]
    pub fn is_transport(&self) -> bool {
        match &*self.0.kind {
            Kind::Transport(error) => !error.is_timeout() && !error.is_too_long(),
            _ => false,
        }
    }

    /// Whether the connection failed because the server's certificate isn't trusted.
    ///
    /// The text gives the reason. Nothing was sent, and no retry helps.
    #[must_use]
    pub fn is_certificate(&self) -> bool {
        matches!(&*self.0.kind, Kind::Transport(error) if error.is_certificate())
    }

    /// Whether Cyclr accepted the call but the response can't be read.
    ///
    /// It isn't JSON, lacks a member, or is too long.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        match &*self.0.kind {
            Kind::Unreadable(..) => true,
            Kind::Transport(error) => error.is_too_long(),
            _ => false,
        }
    }

    /// Whether Cyclr refused the credentials: status 401.
    ///
    /// For an access token, this includes status 400 with the error `invalid_client` or
    /// `unauthorized_client` of RFC 6749. Which of the two Cyclr sends is undocumented.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        let credentials = |refusal: &Refusal| {
            refusal.credentials
                && self.0.operation.as_ref().is_some_and(Operation::is_token_request)
        };
        self.refusal().is_some_and(|refusal| {
            refusal.status == StatusCode::UNAUTHORIZED || credentials(refusal)
        })
    }

    /// Whether Cyclr has no such account, connector or property: status 404.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(StatusCode::NOT_FOUND)
    }

    /// Whether there were too many calls: status 429.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Whether Cyclr, or a proxy in front of it, is unavailable: status 502, 503 or 504.
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

    /// How long Cyclr asked to wait: `Retry-After`, in seconds or until a date.
    ///
    /// The value comes from Cyclr and may be very long. Cap it, and round it up to seconds, before
    /// you pass it on.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after_at(UtcTimestamp::now())
    }

    /// Like [`retry_after`](Self::retry_after), by a time that you pass in.
    #[must_use]
    pub fn retry_after_at(&self, now: UtcTimestamp) -> Option<Duration> {
        Some(match self.refusal()?.retry_after? {
            RetryAfter::After(duration) => duration,
            RetryAfter::At(moment) => moment.saturating_duration_since(now),
        })
    }

    /// Cyclr's message, if it is safe to print.
    ///
    /// It is `Message`, or `error_description` or `error` of the token endpoint.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        match &self.refusal()?.message {
            Message::Printable(message) => Some(message),
            Message::None | Message::Withheld => None,
        }
    }

    /// The first 16 KiB of the body of Cyclr's refusal.
    ///
    /// # Security
    ///
    /// The server may repeat anything it was sent. Keep the body out of logs and pages.
    #[must_use]
    pub fn expose_body(&self) -> Option<&str> {
        self.refusal().map(|refusal| refusal.body.expose_secret())
    }

    /// The class of the failure for OpenTelemetry's `error.type`: the status, or a word.
    #[cfg_attr(not(feature = "tracing"), allow(dead_code, reason = "for spans"))]
    pub(crate) fn class(&self) -> Cow<'static, str> {
        Cow::Borrowed(match &*self.0.kind {
            Kind::Status(refusal) => return Cow::Owned(refusal.status.as_str().to_owned()),
            Kind::NoAccessToken { .. } => "no_access_token",
            Kind::Start(_) => "start",
            Kind::Request(_) => "request",
            Kind::Unreadable(..) => "decode",
            Kind::Timeout(_) => "timeout",
            Kind::Transport(error) if error.is_certificate() => "certificate",
            Kind::Transport(error) if error.is_connect() => "connect",
            Kind::Transport(error) if error.is_timeout() => "timeout",
            Kind::Transport(error) if error.is_too_long() => "decode",
            Kind::Transport(_) => "transport",
        })
    }
}

/// `POST /v1.0/…: 404 Not Found: …`
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { operation, kind, tries } = &*self.0;
        if let Some(operation) = operation {
            write!(f, "{operation}: ")?;
        }
        match &**kind {
            Kind::NoAccessToken { error, refused: false } => {
                write!(f, "no access token, so nothing was sent: {error}")?;
            }
            Kind::NoAccessToken { error, refused: true } => {
                write!(f, "the access token was refused (401), and there is no other: {error}")?;
            }
            Kind::Start(error) => write!(f, "the client can't start: {error}")?,
            Kind::Request(error) => write!(f, "the request can't be made: {error}")?,
            Kind::Transport(error) => write!(f, "{error}")?,
            Kind::Timeout(after) => write!(f, "no response within {after:?}")?,
            Kind::Status(Refusal { status, message, .. }) => {
                write!(f, "{status}")?;
                match message {
                    Message::None => {}
                    Message::Printable(message) => write!(f, ": {message}")?,
                    Message::Withheld => {
                        f.write_str(" (Cyclr's message is withheld, as it may repeat a secret)")?;
                    }
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
        write!(f, "Error({self})")
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &*self.0.kind {
            Kind::NoAccessToken { error, .. } => Some(error),
            Kind::Start(error) | Kind::Request(error) => Some(&**error),
            Kind::Transport(error) => error.source(),
            Kind::Timeout(_) | Kind::Status(_) | Kind::Unreadable(..) => None,
        }
    }
}
