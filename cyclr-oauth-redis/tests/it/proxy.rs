//! A network between client and server that loses answers, goes silent, and leads elsewhere.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub(crate) struct Proxy {
    address: SocketAddr,
    network: Arc<Network>,
}

struct Network {
    /// Where new connections lead to.
    port: AtomicU16,
    connections: AtomicUsize,
    /// Of how many connections nothing is passed on any more.
    silent: AtomicUsize,
    /// The command whose first answer is lost, and how often it was asked.
    losing: &'static str,
    seen: AtomicUsize,
}

impl Proxy {
    pub(crate) async fn to(port: u16) -> Self {
        Self::losing("none", port).await
    }

    /// When the server has answered the command for the first time, the connection ends in the place of the
    /// answer.
    pub(crate) async fn losing(command: &'static str, port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let network = Arc::new(Network {
            port: AtomicU16::new(port),
            connections: AtomicUsize::new(0),
            silent: AtomicUsize::new(0),
            losing: command,
            seen: AtomicUsize::new(0),
        });
        let shared = Arc::clone(&network);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let port = shared.port.load(Ordering::SeqCst);
                let server = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
                let number = shared.connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(Arc::clone(&shared).pass(number, client, server));
            }
        });
        Self { address, network }
    }

    /// How often the command went by.
    pub(crate) fn seen(&self) -> usize {
        self.network.seen.load(Ordering::SeqCst)
    }

    /// Connections that are there stay as they are; new ones lead elsewhere.
    pub(crate) fn lead_to(&self, port: u16) {
        self.network.port.store(port, Ordering::SeqCst);
    }

    /// Connections that are there swallow everything; new ones are as good as ever.
    pub(crate) fn silence(&self) {
        let connections = self.network.connections.load(Ordering::SeqCst);
        self.network.silent.store(connections, Ordering::SeqCst);
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://{}/", self.address)
    }
}

impl Network {
    /// Commands of these tests are sent one by one, and fit into one read.
    async fn pass(
        self: Arc<Self>,
        number: usize,
        mut client: TcpStream,
        mut server: TcpStream,
    ) -> Option<()> {
        let (mut question, mut answer) = (vec![0; 8192], vec![0; 8192]);
        let name = format!("\r\n{}\r\n", self.losing);
        loop {
            let length = client.read(&mut question).await.ok().filter(|length| *length > 0)?;
            if number < self.silent.load(Ordering::SeqCst) {
                continue;
            }
            let question = &question[..length];
            server.write_all(question).await.ok()?;
            let length = server.read(&mut answer).await.ok().filter(|length| *length > 0)?;
            let asked = question.windows(name.len()).any(|window| window == name.as_bytes());
            if asked && self.seen.fetch_add(1, Ordering::SeqCst) == 0 {
                return None;
            }
            client.write_all(&answer[..length]).await.ok()?;
        }
    }
}
