//! [`PageHeaders`]: what the partner's pages around a hand-off are sent with.

use std::fmt;

use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderMap, HeaderName, HeaderValue, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
use crate::completion::random::random;
use crate::completion::random::text;
use crate::web::{ServiceDomain, TargetOrigin};

/// The headers of a page that begins or ends a hand-off: the one with the button, and the one that the user
/// comes back to.
///
/// | header | value | why |
/// | --- | --- | --- |
/// | `Content-Security-Policy` | only scripts and styles with the nonce, requests and images of the page's own origin | nothing that got into the page runs |
/// | | `frame-ancestors 'none'`, or those that were named | no other site can frame the page and lay its own over the buttons |
/// | `Cross-Origin-Opener-Policy` | `same-origin-allow-popups` | the popup keeps its opener, to which Cyclr posts the message; a page that opens yours can't reach it |
/// | `Referrer-Policy` | `no-referrer` | the attempt is in the query |
/// | `Cache-Control` | `no-store` | as above, and the page shows how a connection stands |
/// | `X-Content-Type-Options` | `nosniff` | nothing is read as what it isn't |
///
/// ```
/// use cyclr_oauth::PageHeaders;
///
/// let page = PageHeaders::new();
/// let nonce = page.nonce();
/// let body = format!("<!doctype html><script nonce={nonce} src=/page.js></script>");
/// let mut response = http::Response::new(body);
/// response.headers_mut().extend(page.into_headers());
/// assert_eq!(response.headers()["cross-origin-opener-policy"], "same-origin-allow-popups");
/// ```
///
/// With `no-referrer`, browsers send the forms of the page with `Origin: null`. Tell your own forms from other sites'
/// by a CSRF token, and by `Sec-Fetch-Site`.
///
/// There is no `form-action`: Chromium applies it to the redirects that follow a form, and those of a
/// hand-off lead to Cyclr and on to third parties whose hosts can't be listed.
#[must_use = "send the headers"]
pub struct PageHeaders {
    nonce: String,
    frames: Option<String>,
    ancestors: Vec<String>,
}

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
impl PageHeaders {
    /// Makes the headers for one response, with a fresh nonce.
    ///
    /// # Panics
    ///
    /// If the system has no randomness. [`from_random`](Self::from_random) leaves that to you; on
    /// `wasm32-unknown-unknown` there is only that one.
    #[track_caller]
    #[expect(clippy::new_without_default, reason = "no two are equal")]
    pub fn new() -> Self {
        Self::from_random(random())
    }
}

impl PageHeaders {
    /// [`new`](Self::new) with your own randomness, which must not be guessable.
    pub fn from_random(bits: [u8; 16]) -> Self {
        let nonce = text(bits).expose_secret().to_owned();
        Self { nonce, frames: None, ancestors: Vec::new() }
    }

    /// The nonce, for `<script nonce="…">` and `<style nonce="…">`: base64url, 22 characters.
    #[must_use]
    pub fn nonce(&self) -> &str {
        &self.nonce
    }

    /// Allows Cyclr's pages in a frame of this page: `frame-src`.
    ///
    /// A third party's consent page has another origin, and most refuse to be framed.
    pub fn with_frames_of(mut self, service_domain: &ServiceDomain) -> Self {
        self.frames = Some(service_domain.to_string());
        self
    }

    /// Allows this page in frames of another page of yours: `frame-ancestors`. May be called again.
    pub fn framed_by(mut self, page: &TargetOrigin) -> Self {
        self.ancestors.push(page.origin());
        self
    }

    /// The headers.
    #[must_use]
    #[expect(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "an invariant, see its text"
    )]
    pub fn into_headers(self) -> HeaderMap {
        let Self { nonce, frames, ancestors } = self;
        let frames = frames.as_deref().unwrap_or("'none'");
        let ancestors =
            if ancestors.is_empty() { "'none'".to_owned() } else { ancestors.join(" ") };
        let policy = format!(
            "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; \
             img-src 'self' data:; connect-src 'self'; frame-src {frames}; base-uri 'none'; \
             frame-ancestors {ancestors}"
        );
        let mut headers = HeaderMap::with_capacity(5);
        let policy =
            HeaderValue::try_from(policy).expect("origins and base64url are visible ASCII");
        headers.insert(CONTENT_SECURITY_POLICY, policy);
        for (name, value) in FIXED {
            headers.insert(name, HeaderValue::from_static(value));
        }
        headers
    }
}

const FIXED: [(HeaderName, &str); 4] = [
    (CACHE_CONTROL, "no-store"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin-allow-popups"),
    (REFERRER_POLICY, "no-referrer"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

impl fmt::Debug for PageHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { nonce: _, frames, ancestors } = self;
        f.debug_struct("PageHeaders")
            .field("frames", frames)
            .field("ancestors", ancestors)
            .finish_non_exhaustive()
    }
}
