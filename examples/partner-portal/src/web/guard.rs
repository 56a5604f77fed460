//! What holds for every answer, and what is refused before any page sees it.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, ORIGIN, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method};

use super::Portal;
use super::problem::Problem;

pub(super) async fn guard(State(portal): State<Portal>, request: Request, next: Next) -> Response {
    let mut answer = match refuse(&portal, &request) {
        Some(refusal) => refusal,
        None => next.run(request).await,
    };
    protect(&portal, answer.headers_mut());
    answer
}

/// The portal answers under one name, and changes nothing at another site's request.
fn refuse(portal: &Portal, request: &Request) -> Option<Response> {
    let header =
        |name: &HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    // Cookies and the page that Cyclr leads back to belong to that one name. It also keeps out those who let
    // a name of their own lead here.
    if header(&HOST) != Some(portal.address.authority()) {
        let path = request.uri().path_and_query().map_or("/", |it| it.as_str());
        return Some(if reads {
            Redirect::to(&format!("{}{path}", portal.address.as_str())).into_response()
        } else {
            Problem::WrongHost.into_response()
        });
    }
    // Beside the forms' own token. Browsers send the first of the two; `Origin`, which they sent before, is
    // `null` from pages without a referrer.
    let is_own = match header(&SEC_FETCH_SITE) {
        Some(site) => site == "same-origin",
        None => header(&ORIGIN) == Some(portal.address.as_str()),
    };
    (!reads && !is_own).then(|| Problem::Forged.into_response())
}

/// What an answer does not say for itself: it is nobody else's, and nothing in it runs.
fn protect(portal: &Portal, headers: &mut HeaderMap) {
    let transport =
        portal.address.is_https().then_some((STRICT_TRANSPORT_SECURITY, "max-age=31536000"));
    for (name, value) in PROTECTION.into_iter().chain(transport) {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

const PROTECTION: [(HeaderName, &str); 5] = [
    (CACHE_CONTROL, "no-store"),
    (CONTENT_SECURITY_POLICY, "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (REFERRER_POLICY, "no-referrer"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
];
