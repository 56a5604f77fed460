//! A Redis server behind a slow network, which fails on demand.

use std::net::{TcpListener as StdListener, TcpStream as StdStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, sleep_until};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The process is stopped, and keeps its connections.
    Stop,
    /// The process is killed, and starts again at the end.
    Kill,
    /// `CLIENT PAUSE`.
    Pause,
    /// `maxmemory`.
    OutOfMemory,
    /// `REPLICAOF`: reads work, writes do not.
    Replica,
}

impl Fault {
    pub const ALL: [(Self, &str); 5] = [
        (Self::Stop, "stop"),
        (Self::Kill, "kill"),
        (Self::Pause, "pause"),
        (Self::OutOfMemory, "oom"),
        (Self::Replica, "replica"),
    ];
}

pub struct RedisServer {
    port: u16,
    process: Child,
}

impl RedisServer {
    pub async fn start() -> Self {
        let port = StdListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let server = Self { port, process: spawn(port) };
        server.answers().await;
        server
    }

    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }

    pub async fn begin(&mut self, fault: Fault, length: Duration) {
        match fault {
            Fault::Stop => self.signal("-STOP"),
            Fault::Kill => {
                self.process.kill().unwrap();
                self.process.wait().unwrap();
            }
            Fault::Pause => {
                let milliseconds = length.as_millis().to_string();
                self.command(&["CLIENT", "PAUSE", &milliseconds, "ALL"]).await;
            }
            Fault::OutOfMemory => self.command(&["CONFIG", "SET", "maxmemory", "1"]).await,
            Fault::Replica => self.command(&["REPLICAOF", "127.0.0.1", "1"]).await,
        }
    }

    pub async fn end(&mut self, fault: Fault) {
        match fault {
            Fault::Stop => self.signal("-CONT"),
            Fault::Kill => {
                self.process = spawn(self.port);
                self.answers().await;
            }
            // It ends by itself.
            Fault::Pause => {}
            Fault::OutOfMemory => self.command(&["CONFIG", "SET", "maxmemory", "0"]).await,
            Fault::Replica => self.command(&["REPLICAOF", "NO", "ONE"]).await,
        }
    }

    pub async fn connect(&self) -> MultiplexedConnection {
        let client = redis::Client::open(self.url()).unwrap();
        client.get_multiplexed_async_connection().await.unwrap()
    }

    async fn command(&self, words: &[&str]) {
        let [name, arguments @ ..] = words else { return };
        redis::cmd(name).arg(arguments).exec_async(&mut self.connect().await).await.unwrap();
    }

    async fn answers(&self) {
        while StdStream::connect(("127.0.0.1", self.port)).is_err() {
            sleep(Duration::from_millis(5)).await;
        }
    }

    fn signal(&self, signal: &str) {
        let pid = self.process.id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

fn spawn(port: u16) -> Child {
    Command::new("redis-server")
        .args([
            "--port",
            &port.to_string(),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
        ])
        .arg("--dir")
        .arg(std::env::temp_dir())
        .stdout(Stdio::null())
        .spawn()
        .expect("redis-server is installed")
}

/// A network with a round-trip time, which counts connections.
pub struct Network {
    port: u16,
    connections: Arc<AtomicUsize>,
}

impl Network {
    pub async fn to(server: &RedisServer, round_trip: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (port, to) = (listener.local_addr().unwrap().port(), server.port);
        let connections = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&connections);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(pass(client, to, round_trip / 2));
            }
        });
        Self { port, connections }
    }

    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }

    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// Without a listening server, the connection ends at once.
async fn pass(mut client: TcpStream, to: u16, delay: Duration) {
    let Ok(mut server) = TcpStream::connect(("127.0.0.1", to)).await else { return };
    client.set_nodelay(true).unwrap();
    server.set_nodelay(true).unwrap();
    if delay.is_zero() {
        _ = tokio::io::copy_bidirectional(&mut client, &mut server).await;
        return;
    }
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    // When either end closes, both connections are dropped.
    tokio::select! {
        () = one_way(from_client, to_server, delay) => {}
        () = one_way(from_server, to_client, delay) => {}
    }
}

async fn one_way(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, delay: Duration) {
    let (sender, mut receiver) = mpsc::unbounded_channel::<(Instant, Vec<u8>)>();
    let read = async {
        let mut buffer = vec![0; 16 << 10];
        while let Ok(length @ 1..) = from.read(&mut buffer).await {
            if sender.send((Instant::now() + delay, buffer[..length].to_vec())).is_err() {
                break;
            }
        }
        drop(sender);
    };
    let write = async {
        while let Some((at, bytes)) = receiver.recv().await {
            sleep_until(at).await;
            if to.write_all(&bytes).await.is_err() {
                break;
            }
        }
    };
    tokio::join!(read, write);
}
