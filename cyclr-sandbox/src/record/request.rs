//! [`RecordedRequest`]: one request as it arrived.

use std::fmt;

use bytes::Bytes;
use cyclr_oauth::UtcTimestamp;
use http::{HeaderMap, Method};
use serde_json::Value;

use super::redact;
use crate::request_pattern::matches;

/// The one of the sandbox's three origins that a request came to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Origin {
    /// Cyclr's API: `/oauth/token` and `/v1.0/…`.
    Api,
    /// Cyclr's service domain, which users' browsers see.
    Service,
    /// The third party, whose consent page the user sees.
    ThirdParty,
}

/// A request as it arrived.
///
/// ```
/// use std::io::{Read, Write};
/// use std::net::TcpStream;
///
/// use cyclr_sandbox::{Origin, Sandbox};
///
/// let cyclr = Sandbox::start_blocking();
/// let api = cyclr.api_domain().to_string().replace("http://", "");
/// let mut client = TcpStream::connect(&api)?;
/// write!(client, "GET /v1.0/connectors?page=2 HTTP/1.1\r\nhost: {api}\r\nconnection: close\r\n\r\n")?;
/// client.read_to_end(&mut Vec::new())?;
///
/// let [request] = &cyclr.requests()[..] else { panic!() };
/// assert_eq!((request.origin(), request.method()), (Origin::Api, "GET"));
/// assert_eq!((request.path(), request.query()), ("/v1.0/connectors", Some("page=2")));
/// assert_eq!(request.header("Host"), Some(&*api));
/// assert_eq!(request.status(), Some(401));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// Its methods give everything in clear, for assertions. `Debug` and `Display` show only what is known
/// to be harmless: the words, numbers and account ids of a path, the names of headers, parameters, fields
/// and members that Cyclr or HTTP defines, and the values of a few of these, cut off after 100
/// characters. Everything else is shown as `[redacted]`.
#[derive(Clone)]
pub struct RecordedRequest {
    pub(crate) origin: Origin,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) body_len: usize,
    pub(crate) status: Option<u16>,
    pub(crate) time: UtcTimestamp,
}

/// What of a request may be shown.
pub(crate) struct ShownRequest {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
}

impl RecordedRequest {
    pub(crate) fn shown(&self) -> ShownRequest {
        ShownRequest {
            method: redact::shown_method(&self.method),
            path: redact::shown_path(&self.path),
            query: self.query.as_ref().map(|it| redact::form(it.as_bytes())),
            headers: redact::headers(&self.headers),
            body: redact::body(&self.headers, &self.body),
        }
    }

    pub(crate) fn matches(&self, method: &str, path: &str) -> bool {
        matches(method, path, self.method(), self.path())
    }

    /// Where it came to.
    #[must_use]
    pub const fn origin(&self) -> Origin {
        self.origin
    }

    /// `GET`, for example.
    #[must_use]
    pub fn method(&self) -> &str {
        self.method.as_str()
    }

    /// The path as received, percent-encoded, without the query.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The query as received, percent-encoded, without the question mark.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    /// The first header of that name, whatever its case; `None` if it is missing or not text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|it| std::str::from_utf8(it.as_bytes()).ok())
    }

    /// The names of all headers, in lower case.
    pub fn header_names(&self) -> impl Iterator<Item = &str> {
        self.headers.keys().map(http::HeaderName::as_str)
    }

    /// The body, as much as was kept: [`Limits::recorded_body`](crate::Limits::recorded_body).
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The length of the whole body.
    ///
    /// It is 0 if the body exceeded [`Limits::request_body`](crate::Limits::request_body), because then it isn't read.
    #[must_use]
    pub const fn body_len(&self) -> usize {
        self.body_len
    }

    /// The body as JSON, if it is.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The body as a form: names and values, decoded.
    #[must_use]
    pub fn form(&self) -> Vec<(String, String)> {
        url::form_urlencoded::parse(&self.body).into_owned().collect()
    }

    /// The status of the response; `None` as long as there is none, which may be for ever.
    #[must_use]
    pub const fn status(&self) -> Option<u16> {
        self.status
    }

    /// When it arrived, by the sandbox's clock.
    #[must_use]
    pub const fn time(&self) -> UtcTimestamp {
        self.time
    }
}

/// One line: method, path and query, body, and the status of the answer.
impl fmt::Display for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", redact::shown_method(&self.method), redact::shown_path(&self.path))?;
        if let Some(query) = &self.query {
            write!(f, "?{}", redact::form(query.as_bytes()))?;
        }
        if !self.body.is_empty() {
            write!(f, " {}", redact::body(&self.headers, &self.body))?;
        }
        match self.status {
            Some(status) => write!(f, " -> {status}"),
            None => f.write_str(" -> no answer"),
        }
    }
}

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ShownRequest { method, path, query, headers, body } = self.shown();
        let Self { origin, body_len, status, time, .. } = self;
        f.debug_struct("RecordedRequest")
            .field("origin", origin)
            .field("method", &method)
            .field("path", &path)
            .field("query", &query)
            .field("headers", &headers)
            .field("body", &body)
            .field("body_len", body_len)
            .field("status", status)
            .field("time", time)
            .finish()
    }
}
