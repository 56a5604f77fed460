//! [`Server`]: routes on a free port, under many host names.

use axum::Router;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::tls::Tls;

/// Routes on a free port of this machine, until it is dropped.
///
/// Chromium resolves every name under `localhost` to this machine, so one server is many sites:
/// `partner.localhost`, `cyclr.localhost`, `evil.localhost`. Two servers give each site two
/// origins.
#[derive(Debug)]
pub struct Server {
    scheme: &'static str,
    port: u16,
    task: JoinHandle<()>,
}

impl Server {
    /// Starts serving.
    pub async fn start(routes: Router) -> Self {
        Self::reserve().await.serve(routes)
    }

    /// Starts serving over TLS, with a certificate that only sessions [with any
    /// certificate](crate::SessionBuilder::with_any_certificate) accept.
    pub async fn start_tls(routes: Router) -> Self {
        let Reserved { port, listener } = Self::reserve().await;
        let task = tokio::spawn(async move {
            let _ = axum::serve(Tls::new(listener), routes).await;
        });
        Self { scheme: "https", port, task }
    }

    /// For routes that need to know the port.
    pub async fn reserve() -> Reserved {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("there is a free port");
        let port = listener.local_addr().expect("a listener has an address").port();
        Reserved { port, listener }
    }

    /// The port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The origin of a host.
    #[must_use]
    pub fn origin(&self, host: &str) -> String {
        format!("{}://{host}:{}", self.scheme, self.port)
    }

    /// The address of a page of a host.
    #[must_use]
    pub fn url(&self, host: &str, path: &str) -> String {
        self.origin(host) + path
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A port whose routes are added later.
#[derive(Debug)]
pub struct Reserved {
    port: u16,
    listener: TcpListener,
}

impl Reserved {
    /// The port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The origin of a host.
    #[must_use]
    pub fn origin(&self, host: &str) -> String {
        format!("http://{host}:{}", self.port)
    }

    /// Starts serving.
    pub fn serve(self, routes: Router) -> Server {
        let Self { port, listener } = self;
        let task = tokio::spawn(async move {
            // Ends only by being aborted.
            let _ = axum::serve(listener, routes).await;
        });
        Server { scheme: "http", port, task }
    }
}
