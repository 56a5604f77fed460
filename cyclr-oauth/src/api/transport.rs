//! [`HttpTransport`]: whatever sends a request and brings the answer.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;

use crate::api::body::{Body, BodyTooLong};

/// What sends requests for a client: an HTTP library, or a stand-in for one.
///
/// ```
/// use cyclr_oauth::api::Body;
/// use cyclr_oauth::{HttpTransport, TransportError};
///
/// /// Answers everything with 503.
/// struct OutOfService;
///
/// impl HttpTransport for OutOfService {
///     async fn send(
///         &self,
///         request: http::Request<Body>,
///         max_body: usize,
///     ) -> Result<http::Response<Body>, TransportError> {
///         let mut answer = http::Response::new(Body::default());
///         *answer.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
///         Ok(answer)
///     }
/// }
/// ```
///
/// # Security
///
/// The request carries the access token, in a header that is marked sensitive, or the client secret,
/// in the body; `Debug` of [`http::Request<Body>`] shows neither. A transport follows no redirects,
/// which would take the token elsewhere, and says nothing of the request in its errors.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't send requests",
    label = "`HttpTransport` is not implemented for it",
    note = "implement `HttpTransport` for it: one method, `send`, from a request to its response; or call `Client::builder`, which sends with hyper (feature `hyper`)"
)]
pub trait HttpTransport: Send + Sync + 'static {
    /// Sends the request, and reads the answer, of which no more than `max_body` bytes are held.
    ///
    /// A status such as 404 is an answer, and no error. The time is limited by the client, which
    /// drops the future.
    ///
    /// # Errors
    ///
    /// [`TransportError`] if there is no answer, not all of it, or too much of it.
    fn send(
        &self,
        request: http::Request<Body>,
        max_body: usize,
    ) -> impl Future<Output = Result<http::Response<Body>, TransportError>> + Send;
}

/// Why a request has no answer.
///
/// ```
/// use cyclr_oauth::TransportError;
///
/// let error = TransportError::connect(std::io::Error::other("no route to host"));
/// assert_eq!(error.to_string(), "no connection");
/// assert!(error.is_connect());
/// ```
#[derive(Debug)]
pub struct TransportError {
    kind: Kind,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// How many characters of a verifier's words are printed.
const REASON: usize = 200;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    Connect,
    Certificate,
    Broken,
    Timeout,
    TooLong(BodyTooLong),
}

impl TransportError {
    /// There was no connection, so that nothing of the request has been sent. Only such a request is
    /// repeated whatever it asks for.
    pub fn connect(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind: Kind::Connect, source: Some(source.into()) }
    }

    /// There was no connection, since the server's certificate is not trusted: it has expired, has another
    /// name, or comes from an authority that is unknown here. Nothing of the request has been sent, and
    /// nothing is tried again, since the next connection would meet the same certificate.
    ///
    /// A transport calls this instead of [`connect`](Self::connect) if it finds the verifier's error in the
    /// source chain of its error. `source` is the verifier's error, such as `rustls::Error`: its text is printed
    /// in the first line of the error, up to 200 characters.
    ///
    /// ```
    /// use cyclr_oauth::TransportError;
    ///
    /// let error = TransportError::certificate("invalid peer certificate: UnknownIssuer");
    /// assert_eq!(
    ///     error.to_string(),
    ///     "the server's certificate is not trusted: invalid peer certificate: UnknownIssuer",
    /// );
    /// assert!(error.is_certificate() && error.is_connect());
    /// ```
    pub fn certificate(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind: Kind::Certificate, source: Some(source.into()) }
    }

    /// Something went wrong after that; whether the request arrived is not known.
    pub fn broken(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind: Kind::Broken, source: Some(source.into()) }
    }

    /// The transport has a time limit of its own, and it ran out.
    pub fn timeout(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind: Kind::Timeout, source: Some(source.into()) }
    }

    /// Whether nothing of the request has been sent.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        matches!(self.kind, Kind::Connect | Kind::Certificate)
    }

    /// Whether there was no connection since the server's certificate is not trusted.
    #[must_use]
    pub fn is_certificate(&self) -> bool {
        self.kind == Kind::Certificate
    }

    /// Whether the transport's own time limit ran out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind == Kind::Timeout
    }

    /// Whether the answer was too long.
    #[must_use]
    pub fn is_too_long(&self) -> bool {
        matches!(self.kind, Kind::TooLong(_))
    }
}

impl From<BodyTooLong> for TransportError {
    fn from(error: BodyTooLong) -> Self {
        Self { kind: Kind::TooLong(error), source: None }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::Connect => f.write_str("no connection"),
            Kind::Certificate => {
                f.write_str("the server's certificate is not trusted")?;
                let reason = self.source.as_ref().map(ToString::to_string).unwrap_or_default();
                // One line, whatever names stand in the certificate.
                let reason = reason.chars().filter(|c| !c.is_control()).take(REASON);
                let reason: String = reason.collect();
                if reason.is_empty() { Ok(()) } else { write!(f, ": {reason}") }
            }
            Kind::Broken => f.write_str("the connection broke before the whole answer had come"),
            Kind::Timeout => f.write_str("the response took too long"),
            Kind::TooLong(error) => error.fmt(f),
        }
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
