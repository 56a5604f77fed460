//! [`Connector`]: opens connections to the API.

use std::future::poll_fn;
use std::sync::Arc;
use std::time::Duration;

use http::Uri;
use http::uri::{Authority, PathAndQuery, Scheme};
use hyper::rt::{Read, Write};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::legacy::connect::{Connection, HttpConnector};
use rustls::ClientConfig;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls_platform_verifier::Verifier;
use tower_service::Service;

use crate::client::hyper::certificates::RootCertificates;
use crate::client::hyper::failure::BoxError;
use crate::client::hyper::http_options::HttpOptions;

/// Any kind of connection, encrypted where required.
pub(super) trait Stream: Connection + Read + Write + Send + Unpin {}

impl<T: Connection + Read + Write + Send + Unpin> Stream for T {}

pub(super) struct Connector {
    destination: Uri,
    route: Route,
}

#[derive(Clone)]
enum Route {
    /// Plain HTTP, only to this machine's loopback, which no proxy can reach.
    Plain(HttpConnector),
    Direct(HttpsConnector<HttpConnector>),
    /// The proxy may use TLS itself.
    Proxy(Box<HttpsConnector<Tunnel<HttpsConnector<HttpConnector>>>>),
}

impl Connector {
    pub(super) fn new(
        is_https: bool,
        authority: Authority,
        options: &HttpOptions,
    ) -> Result<Self, BoxError> {
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(if is_https { Scheme::HTTPS } else { Scheme::HTTP });
        parts.authority = Some(authority);
        parts.path_and_query = Some(PathAndQuery::from_static("/"));
        let destination = Uri::from_parts(parts)?;

        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        // For all addresses of the host together: the first must not use up all the time.
        tcp.set_connect_timeout(Some(options.connect_timeout));
        tcp.set_keepalive(Some(Duration::from_secs(60)));
        let route = if is_https {
            let proxy = options.proxy.of(&destination)?;
            let mut tls = tls(&options.root_certificates)?;
            let to_proxy = Arc::new(tls.clone());
            tls.alpn_protocols = if options.http2 {
                vec![b"h2".to_vec(), b"http/1.1".to_vec()]
            } else {
                vec![b"http/1.1".to_vec()]
            };
            match proxy {
                None => Route::Direct((tcp, tls).into()),
                Some(proxy) => {
                    let mut tunnel = Tunnel::new(proxy.uri().clone(), (tcp, to_proxy).into());
                    if let Some(credentials) = proxy.basic_auth() {
                        tunnel = tunnel.with_auth(credentials.clone());
                    }
                    Route::Proxy(Box::new((tunnel, tls).into()))
                }
            }
        } else {
            Route::Plain(tcp)
        };
        Ok(Self { destination, route })
    }

    pub(super) async fn connect(&self) -> Result<Box<dyn Stream>, BoxError> {
        let destination = self.destination.clone();
        Ok(match self.route.clone() {
            Route::Plain(connector) => Box::new(call(connector, destination).await?),
            Route::Direct(connector) => Box::new(call(connector, destination).await?),
            Route::Proxy(connector) => Box::new(call(*connector, destination).await?),
        })
    }
}

async fn call<S>(mut connector: S, destination: Uri) -> Result<S::Response, BoxError>
where
    S: Service<Uri, Error: Into<BoxError>>,
{
    poll_fn(|context| connector.poll_ready(context)).await.map_err(Into::into)?;
    connector.call(destination).await.map_err(Into::into)
}

/// Trusts the system's certificate authorities, and more.
fn tls(more: &[RootCertificates]) -> Result<ClientConfig, rustls::Error> {
    // Uses the application's crypto provider if it installed one, such as one certified for FIPS.
    let provider = CryptoProvider::get_default()
        .map_or_else(|| Arc::new(aws_lc_rs::default_provider()), Arc::clone);
    let more = more.iter().flat_map(RootCertificates::der);
    let verifier = Verifier::new_with_extra_roots(more, Arc::clone(&provider))?;
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth())
}
