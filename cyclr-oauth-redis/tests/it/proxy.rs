//! A network between client and server that counts connections and commands, loses answers, goes silent, and leads
//! elsewhere.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU16, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::OwnedReadHalf;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, sleep_until};

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
    /// Milliseconds from client to server and back.
    round_trip: AtomicU64,
    /// The command whose first answer is lost.
    losing: &'static str,
    /// How often each command went by, with its key: `SET key`.
    seen: Mutex<HashMap<String, usize>>,
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
            round_trip: AtomicU64::new(0),
            losing: command,
            seen: Mutex::default(),
        });
        let shared = Arc::clone(&network);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let port = shared.port.load(Ordering::SeqCst);
                let number = shared.connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(Arc::clone(&shared).pass(number, client, port));
            }
        });
        Self { address, network }
    }

    pub(crate) fn set_round_trip(&self, milliseconds: u64) {
        self.network.round_trip.store(milliseconds, Ordering::SeqCst);
    }

    pub(crate) fn connections(&self) -> usize {
        self.network.connections.load(Ordering::SeqCst)
    }

    /// How often the command went by, with whatever key.
    pub(crate) fn seen(&self, command: &str) -> usize {
        let seen = self.network.seen.lock().unwrap();
        let command = format!("{command} ");
        seen.iter().filter(|(name, _)| name.starts_with(&command)).map(|(_, count)| count).sum()
    }

    /// What went by more than once with the same key.
    pub(crate) fn seen_twice(&self) -> Vec<String> {
        let seen = self.network.seen.lock().unwrap();
        seen.iter().filter(|(_, count)| **count > 1).map(|(name, _)| name.clone()).collect()
    }

    /// Connections that are there stay as they are; new ones lead elsewhere.
    pub(crate) fn lead_to(&self, port: u16) {
        self.network.port.store(port, Ordering::SeqCst);
    }

    /// Connections that are there swallow everything; new ones are as good as ever.
    pub(crate) fn silence(&self) {
        self.network.silent.store(self.connections(), Ordering::SeqCst);
    }

    /// The first connections will swallow everything.
    pub(crate) fn silence_the_first(&self, connections: usize) {
        self.network.silent.store(connections, Ordering::SeqCst);
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://{}/", self.address)
    }
}

impl Network {
    /// Where no server listens, the connection ends at once.
    async fn pass(self: Arc<Self>, number: usize, client: TcpStream, port: u16) {
        let Ok(server) = TcpStream::connect(("127.0.0.1", port)).await else { return };
        client.set_nodelay(true).unwrap();
        server.set_nodelay(true).unwrap();
        let (from_client, mut to_client) = client.into_split();
        let (from_server, mut to_server) = server.into_split();
        let is_lost = AtomicBool::new(false);
        let (mut questions, mut answers) = (self.pieces(from_client), self.pieces(from_server));
        let forward = async {
            while let Some(piece) = questions.recv().await {
                if number < self.silent.load(Ordering::SeqCst) {
                    continue;
                }
                if self.has_lost_command(&piece) {
                    is_lost.store(true, Ordering::SeqCst);
                }
                if to_server.write_all(&piece).await.is_err() {
                    break;
                }
            }
        };
        let back = async {
            while let Some(piece) = answers.recv().await {
                if is_lost.load(Ordering::SeqCst) {
                    // Until the server has answered for sure.
                    sleep(Duration::from_millis(50)).await;
                    break;
                }
                if to_client.write_all(&piece).await.is_err() {
                    break;
                }
            }
        };
        tokio::select! {
            () = forward => {}
            () = back => {}
        }
    }

    /// What is read, half a round trip later.
    fn pieces(self: &Arc<Self>, mut from: OwnedReadHalf) -> mpsc::UnboundedReceiver<Vec<u8>> {
        let ((sender, mut read), (late, pieces)) =
            (mpsc::unbounded_channel::<(Instant, Vec<u8>)>(), mpsc::unbounded_channel());
        let network = Arc::clone(self);
        tokio::spawn(async move {
            let mut buffer = vec![0; 64 << 10];
            while let Ok(length @ 1..) = from.read(&mut buffer).await {
                let delay = network.round_trip.load(Ordering::SeqCst) / 2;
                let at = Instant::now() + Duration::from_millis(delay);
                if sender.send((at, buffer[..length].to_vec())).is_err() {
                    break;
                }
            }
        });
        tokio::spawn(async move {
            while let Some((at, piece)) = read.recv().await {
                if at > Instant::now() {
                    sleep_until(at).await;
                }
                if late.send(piece).is_err() {
                    break;
                }
            }
        });
        pieces
    }

    /// Counts the commands of a piece. Each is shorter than one read.
    fn has_lost_command(&self, piece: &[u8]) -> bool {
        let text = String::from_utf8_lossy(piece);
        let words: Vec<&str> = text.split("\r\n").collect();
        let (mut seen, mut is_lost) = (self.seen.lock().unwrap(), false);
        for command in words.windows(3) {
            if ["GET", "GETDEL", "SET"].contains(&command[0]) {
                let count = seen.entry(format!("{} {}", command[0], command[2])).or_default();
                *count += 1;
                is_lost |= command[0] == self.losing && *count == 1;
            }
        }
        is_lost
    }
}
