//! [`HttpOptions`]: how connections are made and kept.

use std::time::Duration;

use crate::client::hyper::certificates::RootCertificates;
use crate::client::hyper::proxy::Proxy;

/// How a client's connections are made and kept: certificates, proxy, number, age.
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
    /// The defaults, with which `Client::builder` works.
    pub fn new() -> Self {
        Self {
            root_certificates: Vec::new(),
            proxy: Proxy::default(),
            max_connections: 100,
            max_idle_connections: usize::MAX,
            // A request on a connection that the other side is just closing fails, and not all can be
            // repeated.
            idle_timeout: Duration::from_secs(20),
            connect_timeout: Duration::from_secs(5),
            http2: true,
        }
    }

    /// Trusts these certificate authorities in addition to the system's. May be called more than once.
    pub fn root_certificates(mut self, certificates: RootCertificates) -> Self {
        self.root_certificates.push(certificates);
        self
    }

    /// Which proxy to take: the environment's, unless this is called.
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.proxy = proxy;
        self
    }

    /// How many connections there are at most: 100, unless this is called. Zero counts as one.
    ///
    /// Over HTTP/1.1 that many calls are in flight at once, and others wait for up to the
    /// [`connect_timeout`](Self::connect_timeout). Over HTTP/2 one connection carries all calls.
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.max_connections = connections.max(1);
        self
    }

    /// How many connections are kept open without use: all of them, unless this is called.
    pub fn max_idle_connections(mut self, connections: usize) -> Self {
        self.max_idle_connections = connections;
        self
    }

    /// How long a connection is kept open without use: 20 s, unless this is called.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout;
        self
    }

    /// How long connecting may take, from the name's look-up to the end of the TLS handshake: 5 s, unless
    /// this is called.
    ///
    /// Keep it below the client's [`timeout`](crate::client::ClientBuilder::timeout). Then a call that found
    /// no connection is known not to have been sent, and is retried whatever it asks for.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Whether to use HTTP/2 where the server offers it: yes, unless this is called.
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
