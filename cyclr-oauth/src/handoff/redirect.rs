//! The redirect to a URL that is a secret.

use http::header::{CACHE_CONTROL, HeaderValue, LOCATION, REFERRER_POLICY};
use http::{Response, StatusCode};

use crate::values::Secret;

/// The redirect to a URL that is a secret.
#[expect(clippy::expect_used, reason = "not reached, see below")]
pub(crate) fn redirect<B: Default>(url: &Secret) -> Response<B> {
    // What is held as a URL is a parsed one, or encoded to be one.
    let mut location = HeaderValue::from_str(url.expose_secret()).expect("a URL is visible ASCII");
    location.set_sensitive(true);
    let mut response = Response::new(B::default());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let headers = response.headers_mut();
    headers.insert(LOCATION, location);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
