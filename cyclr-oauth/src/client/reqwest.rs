//! [`ReqwestTransport`]: the only place that knows reqwest.

use std::fmt;
use std::sync::OnceLock;

use bytes::Bytes;
use http::uri::Authority;
use http::{Request, Response, Uri};
use url::Url;

use crate::api::{Body, HttpTransport, TransportError};
use crate::client::hyper::{read_body, refused_certificate};

/// Sends requests by a `reqwest::Client` that the application has already.
#[derive(Clone)]
pub struct ReqwestTransport {
    http: reqwest::Client,
    /// The API's URL, parsed once.
    base: OnceLock<Url>,
}

impl ReqwestTransport {
    /// Sends requests by this client: with its proxy, its certificate authorities, its connections.
    ///
    /// ```no_run
    /// use cyclr_oauth::client::{ReqwestTransport, SystemClock};
    /// use cyclr_oauth::{ApiDomain, Client, Secret, ServiceDomain};
    ///
    /// let http = reqwest::Client::builder()
    ///     .redirect(reqwest::redirect::Policy::none())
    ///     .dns_resolver(OwnNames)
    ///     .build()?;
    /// # struct OwnNames;
    /// # impl reqwest::dns::Resolve for OwnNames {
    /// #     fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving { Box::pin(async { Err("unknown".into()) }) }
    /// # }
    /// let cyclr = Client::with_transport(ReqwestTransport::new(http), SystemClock)
    ///     .api_domain(ApiDomain::US)
    ///     .client_credentials("client-id", Secret::from(std::env::var("CYCLR_CLIENT_SECRET")?))
    ///     .service_domain(ServiceDomain::parse("app-h.cyclr.com")?)
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// You need none of it for a proxy or a certificate authority: [`Client::with_http`](crate::Client::with_http)
    /// takes these too. The type of the argument is that of reqwest 0.13: an update of reqwest here is a breaking
    /// release of this crate.
    ///
    /// # Security
    ///
    /// Turn redirects off, as above: a redirect can send the body, with its secrets, to another host. If the client
    /// follows a redirect, the call fails.
    #[must_use]
    pub fn new(http: reqwest::Client) -> Self {
        Self { http, base: OnceLock::new() }
    }

    fn url(&self, uri: &Uri) -> Result<Url, TransportError> {
        let parse = || Url::parse(&uri.to_string()).map_err(TransportError::connect);
        let base = if let Some(base) = self.base.get() {
            base
        } else {
            let parsed = parse()?;
            self.base.get_or_init(|| parsed)
        };
        let authority = uri.authority().map_or("", Authority::as_str);
        if base.authority() != authority || Some(base.scheme()) != uri.scheme_str() {
            return parse();
        }
        let mut url = base.clone();
        url.set_path(uri.path());
        url.set_query(uri.query());
        Ok(url)
    }
}

/// Without the client, whose default headers may hold secrets.
impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport").finish_non_exhaustive()
    }
}

impl HttpTransport for ReqwestTransport {
    async fn send(
        &self,
        request: Request<Body>,
        max_body: usize,
    ) -> Result<Response<Body>, TransportError> {
        let (parts, body) = request.into_parts();
        let mut request = reqwest::Request::new(parts.method, self.url(&parts.uri)?);
        *request.headers_mut() = parts.headers;
        let asked = request.url().clone();
        // The body's memory goes with it, and is wiped when it has been sent.
        *request.body_mut() = Some(Bytes::from_owner(body).into());
        let response = self.http.execute(request).await.map_err(transport_error)?;
        if *response.url() != asked {
            return Err(TransportError::broken(FOLLOWED));
        }
        read_body(response.into(), max_body, transport_error).await
    }
}

const FOLLOWED: &str = "the `reqwest::Client` has followed a redirect, which can take secrets to another host: build it \
                        with `.redirect(reqwest::redirect::Policy::none())`";

/// The one place where an error of reqwest's becomes ours: without its URL.
fn transport_error(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    if let Some(reason) = refused_certificate(&error) {
        TransportError::certificate(reason)
    } else if error.is_connect() {
        TransportError::connect(error)
    } else if error.is_timeout() {
        TransportError::timeout(error)
    } else {
        TransportError::broken(error)
    }
}
