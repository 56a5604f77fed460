//! [`HttpTransport`]: sends a request and returns its response.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;

use crate::api::body::{Body, BodyTooLong};

/// Sends requests for a client: implement it for your HTTP library, or for tests.
///
/// ```
/// use cyclr_oauth::api::Body;
/// use cyclr_oauth::{HttpTransport, TransportError};
///
/// /// Responds to everything with 503.
/// struct OutOfService;
///
/// impl HttpTransport for OutOfService {
///     async fn send(
///         &self,
///         request: http::Request<Body>,
///         max_body: usize,
///     ) -> Result<http::Response<Body>, TransportError> {
///         let mut response = http::Response::new(Body::default());
///         *response.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
///         Ok(response)
///     }
/// }
/// ```
///
/// # Security
///
/// The request carries the access token in a header marked sensitive, or the client secret in the
/// body. `Debug` of [`http::Request<Body>`] shows neither. A transport must not follow redirects,
/// which would send the token elsewhere, and must not put parts of the request in its errors.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't send requests",
    label = "`HttpTransport` is not implemented for it",
    note = "implement `HttpTransport` for it: one method, `send`, from a request to its response; or call `Client::builder`, which sends with hyper (feature `hyper`)"
)]
pub trait HttpTransport: Send + Sync + 'static {
    /// Sends the request and reads the response, of which it keeps at most `max_body` bytes.
    ///
    /// A status such as 404 is a response, not an error. The client limits the time by dropping the
    /// future.
    ///
    /// # Errors
    ///
    /// [`TransportError`] if there is no response, or it is incomplete or too long.
    fn send(
        &self,
        request: http::Request<Body>,
        max_body: usize,
    ) -> impl Future<Output = Result<http::Response<Body>, TransportError>> + Send;
}

/// Why a request has no response.
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

/// The most characters of a verifier's message that are printed.
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
    /// There was no connection, so nothing of the request was sent.
    ///
    /// Only this failure makes a retry safe for every call.
    pub fn connect(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind: Kind::Connect, source: Some(source.into()) }
    }

    /// There was no connection, because the server's certificate isn't trusted.
    ///
    /// It has expired, has another name, or comes from an unknown authority. Nothing of the request
    /// was sent, and the call isn't retried: the next connection would meet the same certificate.
    ///
    /// Call this instead of [`connect`](Self::connect) when your transport finds the verifier's
    /// error in the source chain of its error. `source` is the verifier's error, such as
    /// `rustls::Error`. Up to 200 characters of its text are printed in the first line of this
    /// error.
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

    /// The connection broke later; whether the request arrived is unknown.
    pub fn broken(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind: Kind::Broken, source: Some(source.into()) }
    }

    /// The transport's own time limit ran out.
    pub fn timeout(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind: Kind::Timeout, source: Some(source.into()) }
    }

    /// Whether nothing of the request was sent.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        matches!(self.kind, Kind::Connect | Kind::Certificate)
    }

    /// Whether there was no connection because the server's certificate isn't trusted.
    #[must_use]
    pub fn is_certificate(&self) -> bool {
        self.kind == Kind::Certificate
    }

    /// Whether the transport's own time limit ran out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind == Kind::Timeout
    }

    /// Whether the response was too long.
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
                // One line, whatever names are in the certificate.
                let reason = reason.chars().filter(|c| !c.is_control()).take(REASON);
                let reason: String = reason.collect();
                if reason.is_empty() { Ok(()) } else { write!(f, ": {reason}") }
            }
            Kind::Broken => {
                f.write_str("the connection broke before the whole response had arrived")
            }
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
