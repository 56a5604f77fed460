//! A network that loses the answer to one command.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    seen: Arc<AtomicUsize>,
}

impl Proxy {
    /// In front of a server: when it has answered the command for the first time, the connection ends in the
    /// place of the answer.
    pub(crate) async fn losing(command: &'static str, port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
                tokio::spawn(pass(client, server, command, Arc::clone(&counter)));
            }
        });
        Self { address, seen }
    }

    /// How often the command went by.
    pub(crate) fn seen(&self) -> usize {
        self.seen.load(Ordering::SeqCst)
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://{}/", self.address)
    }
}

/// Commands of these tests are sent one by one, and fit into one read.
async fn pass(
    mut client: TcpStream,
    mut server: TcpStream,
    command: &str,
    seen: Arc<AtomicUsize>,
) -> Option<()> {
    let (mut question, mut answer) = (vec![0; 8192], vec![0; 8192]);
    let name = format!("\r\n{command}\r\n");
    loop {
        let length = client.read(&mut question).await.ok().filter(|length| *length > 0)?;
        let question = &question[..length];
        server.write_all(question).await.ok()?;
        let length = server.read(&mut answer).await.ok().filter(|length| *length > 0)?;
        let asked = question.windows(name.len()).any(|window| window == name.as_bytes());
        if asked && seen.fetch_add(1, Ordering::SeqCst) == 0 {
            return None;
        }
        client.write_all(&answer[..length]).await.ok()?;
    }
}
