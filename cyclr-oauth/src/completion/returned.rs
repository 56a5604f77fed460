//! [`Returned`]: an attempt that a user's browser has brought back.

use std::borrow::Cow;
use std::fmt;

use http::header::{HOST, ORIGIN};
use http::request::Parts;
use http::uri::Authority;
use http::{HeaderMap, Method, StatusCode};
use url::form_urlencoded;

use crate::completion::attempt_text::{AttemptText, QUERY_PARAMETER};

/// An attempt that a user's browser has brought back, by a request that may complete it.
///
/// ```
/// use cyclr_oauth::Returned;
///
/// let (parts, ()) = http::Request::get("/done?cyclr_attempt=BwcHBwcHBwcHBwcHBwcHBw")
///     .header("sec-fetch-mode", "navigate")
///     .header("sec-fetch-dest", "document")
///     .body(())?
///     .into_parts();
/// let returned = Returned::by_navigation(&parts)?;
///
/// let (prefetch, ()) = http::Request::get("/done?cyclr_attempt=BwcHBwcHBwcHBwcHBwcHBw")
///     .header("sec-purpose", "prefetch")
///     .body(())?
///     .into_parts();
/// assert_eq!(Returned::by_navigation(&prefetch).unwrap_err().status(), 403);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [`Attempts::complete`](crate::Attempts::complete) takes it. Each request makes its own.
///
/// # Security
///
/// `Debug` leaves out the attempt. There is no `Clone`: one request completes at most one attempt.
#[must_use = "pass it to `Attempts::complete`"]
pub struct Returned(AttemptText);

impl Returned {
    /// The name of the query parameter, and of a form's field, that carries the attempt.
    pub const PARAMETER: &str = QUERY_PARAMETER;

    /// The longest query that [`by_navigation`](Self::by_navigation) reads, in bytes.
    pub const MAX_QUERY: usize = 4096;

    /// Reads the attempt from the query of the page that Cyclr redirects the user to.
    ///
    /// The request must be a `GET` that the user's browser made to show the page: no `HEAD`, nothing that
    /// is fetched ahead of a click, no image, script or frame. The query must hold exactly one attempt.
    ///
    /// # Errors
    ///
    /// [`NotReturned`]; nothing happened to the attempt.
    ///
    /// # Security
    ///
    /// Browsers say what they fetch, and why, in `Sec-Fetch-Mode`, `Sec-Fetch-Dest`, `Sec-Purpose` and
    /// `Purpose`. A header that is absent refuses nothing, since browsers of before 2023 don't send them.
    pub fn by_navigation(parts: &Parts) -> Result<Self, NotReturned> {
        if parts.method != Method::GET {
            return Err(NotReturned::Method);
        }
        check_purpose(&parts.headers)?;
        let headers = &parts.headers;
        if !all(headers, "sec-fetch-mode", &["navigate"])
            || !all(headers, "sec-fetch-dest", &["document"])
        {
            return Err(NotReturned::NotANavigation);
        }
        Self::presented(&only(parts, QUERY_PARAMETER)?)
    }

    /// Takes the attempt that a page of your own has sent by `POST`: the page's script, after a popup or
    /// a frame.
    ///
    /// The request must come from a page of the same origin.
    ///
    /// # Errors
    ///
    /// [`NotReturned`]; nothing happened to the attempt.
    ///
    /// # Security
    ///
    /// `Sec-Fetch-Site` decides. Where a browser doesn't send it, the host of `Origin` must be that of
    /// `Host`, so a proxy must pass `Host` on. It is a protection against CSRF for this request alone.
    pub fn by_form(parts: &Parts, presented: &str) -> Result<Self, NotReturned> {
        check_form(parts)?;
        Self::presented(presented)
    }

    fn presented(presented: &str) -> Result<Self, NotReturned> {
        AttemptText::presented(presented).map(Self).ok_or(NotReturned::Malformed)
    }

    pub(super) fn text(&self) -> &AttemptText {
        &self.0
    }
}

/// The one value of a parameter of the query.
pub(super) fn only<'a>(parts: &'a Parts, parameter: &str) -> Result<Cow<'a, str>, NotReturned> {
    let query = parts.uri.query().unwrap_or_default();
    if query.len() > Returned::MAX_QUERY {
        return Err(NotReturned::Malformed);
    }
    let pairs = form_urlencoded::parse(query.as_bytes());
    let mut values = pairs.filter(|(name, _)| name == parameter);
    let (_, value) = values.next().ok_or(NotReturned::NoAttempt)?;
    if values.next().is_some() { Err(NotReturned::Repeated) } else { Ok(value) }
}

/// A `POST` that a page of the same origin has sent.
pub(super) fn check_form(parts: &Parts) -> Result<(), NotReturned> {
    if parts.method != Method::POST {
        return Err(NotReturned::Method);
    }
    check_purpose(&parts.headers)?;
    let headers = &parts.headers;
    if !all(headers, "sec-fetch-mode", &["navigate", "cors", "same-origin"])
        || !all(headers, "sec-fetch-dest", &["document", "empty"])
    {
        return Err(NotReturned::NotANavigation);
    }
    let is_own = if headers.contains_key("sec-fetch-site") {
        all(headers, "sec-fetch-site", &["same-origin"])
    } else {
        is_own_origin(parts)
    };
    if is_own { Ok(()) } else { Err(NotReturned::CrossOrigin) }
}

/// Whatever is fetched ahead says so: `Sec-Purpose` by the standard, the others before it.
fn check_purpose(headers: &HeaderMap) -> Result<(), NotReturned> {
    let ahead = ["sec-purpose", "purpose", "x-purpose", "x-moz"];
    if ahead.iter().any(|name| headers.contains_key(*name)) {
        return Err(NotReturned::Prefetch);
    }
    Ok(())
}

/// Whether all headers of a name have one of the values.
fn all(headers: &HeaderMap, name: &str, values: &[&str]) -> bool {
    headers.get_all(name).iter().all(|header| values.iter().any(|value| header == value))
}

fn is_own_origin(parts: &Parts) -> bool {
    let one = |name| {
        let mut values = parts.headers.get_all(name).iter();
        let value = values.next().filter(|_| values.next().is_none());
        value.and_then(|value| value.to_str().ok())
    };
    let host = parts.uri.authority().map(Authority::as_str).or_else(|| one(HOST));
    let origin = one(ORIGIN).and_then(|origin| {
        origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"))
    });
    origin.is_some_and(|origin| host.is_some_and(|host| origin.eq_ignore_ascii_case(host)))
}

impl fmt::Debug for Returned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(_) = self;
        f.write_str("Returned([redacted])")
    }
}

/// Why a request brings no attempt back. Nothing happened to any attempt.
///
/// ```
/// use cyclr_oauth::completion::{NotReturned, Returned};
///
/// let (parts, ()) = http::Request::head("/done").body(())?.into_parts();
/// let error = Returned::by_navigation(&parts).unwrap_err();
/// assert_eq!(error, NotReturned::Method);
/// assert_eq!(error.status(), 405);
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum NotReturned {
    /// A form or script of another site sent it, or the browser doesn't say which page did.
    CrossOrigin,
    /// The attempt is not 22 characters of base64url, or the query is longer than
    /// [`MAX_QUERY`](Returned::MAX_QUERY).
    Malformed,
    /// Not `GET` for a navigation, or not `POST` for a form. Many routers pass `HEAD` to the handler of
    /// `GET`.
    Method,
    /// There is no attempt in the query.
    NoAttempt,
    /// The browser loads an image, a script or a frame, or a script fetches the page.
    NotANavigation,
    /// The browser prefetches or prerenders the page, before the user goes there.
    Prefetch,
    /// There is more than one attempt in the query.
    Repeated,
}

impl NotReturned {
    /// The status to respond with: 400, 403 or 405.
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::Malformed | Self::NoAttempt | Self::Repeated => StatusCode::BAD_REQUEST,
            Self::CrossOrigin | Self::NotANavigation | Self::Prefetch => StatusCode::FORBIDDEN,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
        }
    }

    /// A sentence that may be shown to anyone.
    #[must_use]
    pub fn public_message(self) -> &'static str {
        "This page can't be opened this way. Go back to your connections."
    }
}

impl fmt::Display for NotReturned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CrossOrigin => "the request doesn't come from a page of the same origin",
            Self::Malformed => "the request holds an attempt that can't be one",
            Self::Method => "the request has a method that completes nothing",
            Self::NoAttempt => "the request holds no attempt",
            Self::NotANavigation => "the request doesn't show the page to a user",
            Self::Prefetch => "the request is ahead of the user's navigation",
            Self::Repeated => "the request holds more than one attempt",
        })
    }
}

impl std::error::Error for NotReturned {}
