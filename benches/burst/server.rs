//! A server over TLS that answers everything, and counts its connections.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rcgen::{CertificateParams, KeyPair};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;
use tokio_rustls::rustls::{ServerConfig, crypto::aws_lc_rs};

const ACCESS_TOKEN: &str = r#"{"access_token":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","token_type":"bearer","expires_in":1209599}"#;
const SIGN_IN_TOKEN: &str = r#"{"Token":"+7fCuHJ1LUq1bGasmHGVvnVw/UfsVe1DlYHXDrFuaBo=","ExpiresAtUtc":"2099-12-08T11:02:48.7436471Z"}"#;

pub struct Server {
    pub port: u16,
    /// In PEM.
    pub authority: String,
    accepted: Arc<AtomicU64>,
    task: JoinHandle<()>,
}

impl Server {
    pub async fn start(http2: bool) -> Self {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(["localhost".to_owned()]).unwrap();
        let certificate = certificate.self_signed(&key).unwrap();
        let mut tls = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
            )
            .unwrap();
        tls.alpn_protocols = vec![if http2 { b"h2".to_vec() } else { b"http/1.1".to_vec() }];
        let tls = TlsAcceptor::from(Arc::new(tls));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let accepted = Arc::new(AtomicU64::new(0));
        let count = Arc::clone(&accepted);
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                count.fetch_add(1, Ordering::Relaxed);
                tokio::spawn(serve(stream, tls.clone(), http2));
            }
        });
        Self { port, authority: certificate.pem(), accepted, task }
    }

    pub fn accepted(&self) -> u64 {
        self.accepted.load(Ordering::Relaxed)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(stream: TcpStream, tls: TlsAcceptor, http2: bool) {
    stream.set_nodelay(true).unwrap();
    let Ok(stream) = tls.accept(stream).await else { return };
    let stream = TokioIo::new(stream);
    let service = service_fn(respond);
    let _ = if http2 {
        http2::Builder::new(TokioExecutor::new()).serve_connection(stream, service).await
    } else {
        http1::Builder::new().serve_connection(stream, service).await
    };
}

async fn respond(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let is_token = request.uri().path() == "/oauth/token";
    // The caller may be gone.
    let _ = request.into_body().collect().await;
    let body = if is_token { ACCESS_TOKEN } else { SIGN_IN_TOKEN };
    Ok(Response::new(Full::new(Bytes::from_static(body.as_bytes()))))
}
