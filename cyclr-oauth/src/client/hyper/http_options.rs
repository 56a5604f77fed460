//! [`HttpOptions`]: how the client opens and keeps connections.

use std::time::Duration;

use crate::client::hyper::certificates::RootCertificates;
use crate::client::hyper::proxy::Proxy;

/// How the client opens and keeps connections: certificates, proxy, limits.
///
/// ```no_run
/// use cyclr_oauth::client::{HttpOptions, Proxy, RootCertificates};
/// use cyclr_oauth::{ApiDomain, Client, Secret, ServiceDomain};
///
/// let http = HttpOptions::new()
///     .root_certificates(RootCertificates::from_pem(&std::fs::read("company-ca.pem")?)?)
///     .proxy(Proxy::new("http://proxy.internal:3128")?)
///     .max_connections(20);
/// let cyclr = Client::with_http(http)
///     .api_domain(ApiDomain::US)
///     .client_credentials("client-id", Secret::from(std::env::var("CYCLR_CLIENT_SECRET")?))
///     .service_domain(ServiceDomain::parse("app-h.cyclr.com")?)
///     .build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "options do nothing until `Client::with_http` takes them"]
pub struct HttpOptions {
    pub(super) root_certificates: Vec<RootCertificates>,
    pub(super) proxy: Proxy,
    pub(super) max_connections: usize,
    pub(super) max_idle_connections: usize,
    pub(super) idle_timeout: Duration,
    pub(super) connect_timeout: Duration,
    pub(super) http2: bool,
}

impl HttpOptions {
    /// The defaults, which `Client::builder` uses.
    pub fn new() -> Self {
        Self {
            root_certificates: Vec::new(),
            proxy: Proxy::default(),
            max_connections: 100,
            max_idle_connections: usize::MAX,
            // A request fails on a connection that the server is just closing, and not every call
            // is retried.
            idle_timeout: Duration::from_secs(20),
            connect_timeout: Duration::from_secs(5),
            http2: true,
        }
    }

    /// Trusts these certificate authorities in addition to the system's. You can call it
    /// repeatedly.
    pub fn root_certificates(mut self, certificates: RootCertificates) -> Self {
        self.root_certificates.push(certificates);
        self
    }

    /// Sets the proxy; the default is the environment's.
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.proxy = proxy;
        self
    }

    /// Limits the number of connections; the default is 100. Zero counts as one.
    ///
    /// Over HTTP/1.1, that many calls can be in flight at once; others wait for up to the
    /// [`connect_timeout`](Self::connect_timeout). Over HTTP/2, one connection carries all calls, as many at
    /// once as the server allows. Others wait for it; one that times out then counts as sent.
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.max_connections = connections.max(1);
        self
    }

    /// Limits the number of unused connections that stay open; by default, all do.
    pub fn max_idle_connections(mut self, connections: usize) -> Self {
        self.max_idle_connections = connections;
        self
    }

    /// Sets how long an unused connection stays open; the default is 20 s.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout;
        self
    }

    /// Limits the time to get a connection; the default is 5 s.
    ///
    /// This includes the wait for a free connection, the DNS lookup and the TLS handshake.
    ///
    /// Keep it below the client's [`timeout`](crate::client::ClientBuilder::timeout). A call that
    /// found no connection is then known to be unsent, and is always safe to retry.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets whether to use HTTP/2 when the server offers it; the default is yes.
    pub fn http2(mut self, http2: bool) -> Self {
        self.http2 = http2;
        self
    }
}

impl Default for HttpOptions {
    fn default() -> Self {
        Self::new()
    }
}
