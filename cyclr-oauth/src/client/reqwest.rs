//! [`ReqwestTransport`]: the only place that knows reqwest.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use reqwest::redirect::Policy;
use url::Url;

use crate::api::{Body, BodyTooLong};
use crate::{ApiDomain, Error, HttpTransport, TransportError};

/// Connections are not kept longer than this without use: a request that meets one that the other
/// side is just closing fails, and not all can be repeated.
const IDLE: Duration = Duration::from_secs(20);

/// Sends requests by reqwest: HTTP/1.1, TLS by rustls with the system's certificates, no redirects.
#[derive(Clone, Debug)]
pub(super) struct ReqwestTransport {
    http: reqwest::Client,
    /// The API's URL, parsed once.
    base: Url,
}

impl ReqwestTransport {
    pub(super) fn new(api_domain: &ApiDomain) -> Result<Self, Error> {
        let mut builder = reqwest::Client::builder()
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .pool_idle_timeout(IDLE);
        if api_domain.is_https() {
            builder = builder.https_only(true);
        } else {
            // No proxy can reach this machine's own loopback, and a machine that has no certificates
            // can still talk to itself.
            builder = builder.no_proxy().tls_certs_only([]);
        }
        let http = builder.build().map_err(Error::start)?;
        let base = Url::parse(&api_domain.to_string()).map_err(Error::start)?;
        Ok(Self { http, base })
    }
}

impl HttpTransport for ReqwestTransport {
    async fn send(
        &self,
        request: Request<Body>,
        max_body: usize,
    ) -> Result<Response<Body>, TransportError> {
        let (parts, body) = request.into_parts();
        let mut url = self.base.clone();
        url.set_path(parts.uri.path());
        if let Some(query) = parts.uri.query() {
            url.set_query(Some(query));
        }
        let mut request = reqwest::Request::new(parts.method, url);
        *request.headers_mut() = parts.headers;
        // The body's memory goes with it, and is wiped when it has been sent.
        *request.body_mut() = Some(Bytes::from_owner(body).into());
        let mut answer = self.http.execute(request).await.map_err(transport_error)?;

        let length = answer.content_length().map(|length| usize::try_from(length).ok());
        if length.is_some_and(|length| length.is_none_or(|length| length > max_body)) {
            return Err(BodyTooLong::new(max_body).into());
        }
        let mut body = Body::default();
        while let Some(piece) = answer.chunk().await.map_err(transport_error)? {
            body.push(&piece, max_body)?;
        }
        let mut response = Response::new(body);
        *response.status_mut() = answer.status();
        *response.headers_mut() = std::mem::take(answer.headers_mut());
        Ok(response)
    }
}

/// The one place where an error of reqwest's becomes ours: without its URL.
fn transport_error(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    if error.is_connect() {
        TransportError::connect(error)
    } else if error.is_timeout() {
        TransportError::timeout(error)
    } else {
        TransportError::broken(error)
    }
}
