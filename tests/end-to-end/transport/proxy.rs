//! A proxy that opens tunnels.

use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{ServerConfig, crypto::aws_lc_rs};

use crate::authority::Identity;

pub struct ConnectProxy {
    pub port: u16,
    requests: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl ConnectProxy {
    /// A proxy that requires these credentials, if any, and uses TLS if it has an identity.
    pub async fn start(credentials: Option<&str>, identity: Option<Identity>) -> Self {
        let expected = credentials.map(|credentials| {
            format!("proxy-authorization: basic {}", BASE64_STANDARD.encode(credentials))
        });
        let tls = identity.map(|identity| {
            let tls = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_no_client_auth()
                .with_single_cert(vec![identity.certificate], identity.key);
            TlsAcceptor::from(Arc::new(tls.unwrap()))
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let task = tokio::spawn({
            let requests = Arc::clone(&requests);
            async move {
                loop {
                    let (stream, _) = listener.accept().await.unwrap();
                    let (expected, requests) = (expected.clone(), Arc::clone(&requests));
                    let tls = tls.clone();
                    tokio::spawn(async move {
                        match tls {
                            None => tunnel(stream, expected, &requests).await,
                            Some(tls) => {
                                tunnel(tls.accept(stream).await.unwrap(), expected, &requests)
                                    .await;
                            }
                        }
                    });
                }
            }
        });
        Self { port, requests, task }
    }

    /// The first lines of the requests so far.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for ConnectProxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn tunnel(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    expected: Option<String>,
    requests: &Mutex<Vec<String>>,
) {
    let mut stream = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap() == 0 {
            return;
        }
        if line == "\r\n" {
            break;
        }
        lines.push(line.trim_end().to_owned());
    }
    requests.lock().unwrap().push(lines[0].clone());
    let header = lines.iter().find(|line| {
        line.get(..19).is_some_and(|name| name.eq_ignore_ascii_case("proxy-authorization"))
    });
    // Base64 is case-sensitive; the words before it aren't.
    let is_allowed = expected.as_ref().is_none_or(|expected| {
        header.is_some_and(|header| {
            header.eq_ignore_ascii_case(expected) && header[27..] == expected[27..]
        })
    });
    if !is_allowed {
        let refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n";
        stream.write_all(refusal).await.unwrap();
        return;
    }
    let target = lines[0].split(' ').nth(1).unwrap().replace("localhost", "127.0.0.1");
    let mut server = TcpStream::connect(target).await.unwrap();
    stream.write_all(b"HTTP/1.1 200 Connection Established\r\n\r\n").await.unwrap();
    let _ = tokio::io::copy_bidirectional(&mut stream, &mut server).await;
}
