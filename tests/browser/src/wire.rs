//! [`Wire`]: a port that passes everything on to a server, and knows what went through.

use std::io;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

type Log = Arc<Mutex<Vec<u8>>>;

/// A port in front of a server on this machine, until it is dropped.
#[derive(Debug)]
pub struct Wire {
    port: u16,
    requests: Log,
    responses: Log,
    task: JoinHandle<()>,
}

impl Wire {
    /// Passes on to this port.
    pub async fn to(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("there is a free port");
        let port = listener.local_addr().expect("a listener has an address").port();
        let (requests, responses) = (Log::default(), Log::default());
        let logs = (Arc::clone(&requests), Arc::clone(&responses));
        let task = tokio::spawn(async move {
            while let Ok((browser, _)) = listener.accept().await {
                let Ok(server) = TcpStream::connect((Ipv4Addr::LOCALHOST, server)).await else {
                    return;
                };
                let ((from_browser, to_browser), (from_server, to_server)) =
                    (browser.into_split(), server.into_split());
                tokio::spawn(pass(from_browser, to_server, Arc::clone(&logs.0)));
                tokio::spawn(pass(from_server, to_browser, Arc::clone(&logs.1)));
            }
        });
        Self { port, requests, responses, task }
    }

    /// The origin of a host.
    #[must_use]
    pub fn origin(&self, host: &str) -> String {
        format!("http://{host}:{}", self.port)
    }

    /// Whether there was a request whose head has all of these, in any case, and no request waits for its response.
    #[must_use]
    pub fn has_answered(&self, parts: &[&str]) -> bool {
        let (requests, responses) = (text(&self.requests), text(&self.responses));
        let has_all = |head: &str| parts.iter().all(|it| head.contains(&it.to_ascii_lowercase()));
        requests.split("\r\n\r\n").any(has_all)
            && responses.matches("http/1.1 ").count() >= requests.matches(" http/1.1\r\n").count()
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn text(log: &Log) -> String {
    let log = log.lock().unwrap_or_else(PoisonError::into_inner);
    String::from_utf8_lossy(&log).to_ascii_lowercase()
}

async fn pass(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, log: Log) -> io::Result<()> {
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let count = from.read(&mut buffer).await?;
        let Some(bytes) = buffer.get(..count).filter(|it| !it.is_empty()) else {
            return to.shutdown().await;
        };
        log.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        to.write_all(bytes).await?;
    }
}
