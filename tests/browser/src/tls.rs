//! [`Tls`]: connections of a server that speaks TLS.

use std::net::SocketAddr;
use std::process::Command;
use std::sync::Arc;

use axum::serve::Listener;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::server::TlsStream;

use crate::scratch::Scratch;

/// With a certificate that nobody trusts.
pub(crate) struct Tls {
    listener: TcpListener,
    acceptor: TlsAcceptor,
}

impl Tls {
    pub(crate) fn new(listener: TcpListener) -> Self {
        let (certificate, key) = certificate();
        let configuration = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|it| it.with_no_client_auth().with_single_cert(vec![certificate], key))
            .expect("the key fits the certificate");
        Self { listener, acceptor: TlsAcceptor::from(Arc::new(configuration)) }
    }
}

impl Listener for Tls {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let (stream, address) = Listener::accept(&mut self.listener).await;
            // Rejects clients that don't use TLS or don't trust the certificate.
            if let Ok(stream) = self.acceptor.accept(stream).await {
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

fn certificate() -> (CertificateDer<'static>, PrivateKeyDer<'static>) {
    const MAKE: [&str; 11] = [
        "req",
        "-x509",
        "-nodes",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-subj",
        "/CN=localhost",
        "-days",
        "2",
    ];
    let folder = Scratch::new();
    let (certificate, key) = (folder.path().join("certificate"), folder.path().join("key"));
    let mut openssl = Command::new("openssl");
    openssl.args(MAKE).arg("-out").arg(&certificate).arg("-keyout").arg(&key);
    let output = openssl.output().expect("openssl runs: is it installed?");
    assert!(output.status.success(), "openssl: {}", String::from_utf8_lossy(&output.stderr));
    (
        CertificateDer::from_pem_file(certificate).expect("openssl has made a certificate"),
        PrivateKeyDer::from_pem_file(key).expect("openssl has made a key"),
    )
}
