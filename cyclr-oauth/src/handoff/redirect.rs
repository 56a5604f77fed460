//! Redirects to a secret URL.

use http::header::{CACHE_CONTROL, HeaderValue, LOCATION, REFERRER_POLICY};
use http::{Response, StatusCode};

use crate::values::Secret;

/// Makes a redirect to a secret URL.
#[expect(clippy::expect_used, reason = "not reached, see below")]
pub(crate) fn redirect<B: Default>(url: &Secret) -> Response<B> {
    // Every URL that gets here is either parsed or fully encoded.
    let mut location = HeaderValue::from_str(url.expose_secret()).expect("a URL is visible ASCII");
    location.set_sensitive(true);
    see_other(location)
}

/// Makes a redirect that isn't cached and sends no referrer.
pub(crate) fn see_other<B: Default>(location: HeaderValue) -> Response<B> {
    let mut response = Response::new(B::default());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let headers = response.headers_mut();
    headers.insert(LOCATION, location);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
