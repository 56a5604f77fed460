//! A server over TLS that counts its connections.

use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cyclr_oauth::client::{ClientBuilder, HttpOptions, RootCertificates};
use cyclr_oauth::{AccountId, ApiDomain, Client, Secret, ServiceDomain};
use http::{Request, Response, Version};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{ServerConfig, crypto::aws_lc_rs};

use crate::authority::{Authority, Identity};
use crate::frames::{self, Frame};

/// The name on the certificates.
pub const HOST: &str = "localhost";
/// Its access token.
pub const TOKEN: &str = r#"{"access_token":"4cc355","token_type":"bearer","expires_in":1209599}"#;

pub struct Server {
    pub port: u16,
    pub seen: Arc<Seen>,
    task: JoinHandle<()>,
}

/// What the server has recorded.
#[derive(Default)]
pub struct Seen {
    pub accepted: AtomicUsize,
    pub open: AtomicUsize,
    /// The largest number of connections open at once.
    pub peak: AtomicUsize,
    pub handshakes: AtomicUsize,
    pub requests: AtomicUsize,
    pub http2_requests: AtomicUsize,
    /// The hosts of the requests, as a name-based server reads them.
    pub hosts: Mutex<Vec<String>>,
}

impl Seen {
    pub fn get(&self, number: impl Fn(&Self) -> &AtomicUsize) -> usize {
        number(self).load(Ordering::SeqCst)
    }
}

#[derive(Clone, Copy)]
pub struct Manners {
    pub http2: bool,
    /// The frame that answers the second request, over HTTP/2.
    pub frame: Option<Frame>,
    /// How long a response takes.
    pub pause: Duration,
    /// How many HTTP/1.1 requests a connection takes before the server closes it without notice.
    pub requests_per_connection: usize,
    /// Text added to the sign-in token's response.
    pub padding: usize,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            http2: false,
            frame: None,
            pause: Duration::ZERO,
            requests_per_connection: usize::MAX,
            padding: 0,
        }
    }
}

impl Server {
    pub async fn start(identity: Identity, manners: Manners) -> Self {
        let mut tls = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![identity.certificate], identity.key)
            .unwrap();
        tls.alpn_protocols = vec![b"http/1.1".to_vec()];
        if manners.http2 {
            tls.alpn_protocols.insert(0, b"h2".to_vec());
        }
        let tls = TlsAcceptor::from(Arc::new(tls));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Seen::default());
        let task = tokio::spawn({
            let seen = Arc::clone(&seen);
            async move {
                loop {
                    let (stream, _) = listener.accept().await.unwrap();
                    seen.accepted.fetch_add(1, Ordering::SeqCst);
                    let open = seen.open.fetch_add(1, Ordering::SeqCst) + 1;
                    seen.peak.fetch_max(open, Ordering::SeqCst);
                    let (tls, seen) = (tls.clone(), Arc::clone(&seen));
                    tokio::spawn(async move {
                        serve(stream, tls, Arc::clone(&seen), manners).await;
                        seen.open.fetch_sub(1, Ordering::SeqCst);
                    });
                }
            }
        });
        Self { port, seen, task }
    }

    /// The API domain of this server, with a name of this machine.
    pub fn api_domain(&self, host: &str) -> ApiDomain {
        ApiDomain::parse(&format!("https://{host}:{}", self.port)).unwrap()
    }

    /// A client that trusts this authority.
    pub fn client(&self, authority: &Authority, http: HttpOptions) -> Client {
        let trust = RootCertificates::from_pem(authority.pem().as_bytes()).unwrap();
        let http = http.root_certificates(trust);
        // With enough time for a machine that is busy with other tests.
        complete(Client::with_http(http), self.api_domain(HOST))
            .timeout(Duration::from_secs(60))
            .deadline(Duration::from_secs(120))
            .build()
            .unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

pub type Complete<C> =
    ClientBuilder<C, ApiDomain, cyclr_oauth::client::ClientCredentials, ServiceDomain>;

pub fn complete<C>(builder: ClientBuilder<C>, api_domain: ApiDomain) -> Complete<C> {
    builder
        .api_domain(api_domain)
        .client_credentials("client-id", Secret::from("c1i3nt-s3cr3t"))
        .service_domain(const { ServiceDomain::from_static("app-h.cyclr.com") })
}

/// One call.
pub async fn call(cyclr: &Client) -> Result<(), cyclr_oauth::Error> {
    let account = AccountId::new("Acme-42").unwrap();
    let token = cyclr.sign_in_token(&account, "example_user").await?;
    assert_eq!(token.expose_secret(), "s1gn-1n");
    Ok(())
}

async fn serve(stream: TcpStream, tls: TlsAcceptor, seen: Arc<Seen>, manners: Manners) {
    let Ok(stream) = tls.accept(stream).await else { return };
    seen.handshakes.fetch_add(1, Ordering::SeqCst);
    let is_http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
    if let Some(frame) = manners.frame {
        // It ends when the client closes the connection.
        let _ = frames::serve(stream, frame, &seen.requests).await;
        return;
    }
    let served = Arc::new(AtomicUsize::new(0));
    let service = service_fn(|request| {
        let (seen, served) = (Arc::clone(&seen), Arc::clone(&served));
        async move {
            // The connection ends with an error, and nothing is sent.
            if served.fetch_add(1, Ordering::SeqCst) >= manners.requests_per_connection {
                return Err(std::io::Error::other("closed without notice"));
            }
            Ok(respond(request, &seen, manners).await.unwrap())
        }
    });
    let stream = TokioIo::new(stream);
    if is_http2 {
        let _ = http2::Builder::new(TokioExecutor::new()).serve_connection(stream, service).await;
    } else {
        let _ = http1::Builder::new().serve_connection(stream, service).await;
    }
}

async fn respond(
    request: Request<Incoming>,
    seen: &Seen,
    manners: Manners,
) -> Result<Response<Full<Bytes>>, Infallible> {
    seen.requests.fetch_add(1, Ordering::SeqCst);
    let host = if request.version() == Version::HTTP_2 {
        seen.http2_requests.fetch_add(1, Ordering::SeqCst);
        assert!(!request.headers().contains_key("host"));
        request.uri().authority().unwrap().to_string()
    } else {
        request.headers()["host"].to_str().unwrap().to_owned()
    };
    seen.hosts.lock().unwrap().push(host);
    let path = request.uri().path().to_owned();
    let body = request.into_body().collect().await.unwrap().to_bytes();
    let answer = if path == "/oauth/token" {
        assert!(std::str::from_utf8(&body).unwrap().contains("client_secret=c1i3nt-s3cr3t"));
        TOKEN.to_owned()
    } else {
        assert_eq!(path, "/v1.0/accounts/Acme-42/signintoken");
        tokio::time::sleep(manners.pause).await;
        let padding = " ".repeat(manners.padding);
        format!(r#"{{"Token":"s1gn-1n","ExpiresAtUtc":"2099-12-08T11:02:48Z"{padding}}}"#)
    };
    Ok(Response::new(Full::new(Bytes::from(answer))))
}
