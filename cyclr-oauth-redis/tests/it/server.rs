//! A Redis server of one test, which ends with it.

use std::fs;
use std::future::{Ready, ready};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use cyclr_oauth::completion::StoreEntry;
use cyclr_oauth::{Attempts, UtcTimestamp};
use cyclr_oauth_redis::RedisAttempts;
use redis::AsyncConnectionConfig;
use redis::aio::MultiplexedConnection;

/// As the tests know it that run with every store.
pub(crate) type Server = RedisServer;

/// A future, as other stores' servers start in one.
pub(crate) fn start() -> Ready<Server> {
    ready(RedisServer::start())
}

/// Those in the server of this URL.
pub(crate) async fn attempts_at(url: &str) -> Attempts {
    Attempts::new(RedisAttempts::connect(url).await.unwrap())
}

pub(crate) struct RedisServer {
    port: u16,
    folder: PathBuf,
    /// Whether it writes each command to its disk before it answers.
    is_durable: bool,
    process: Child,
}

impl RedisServer {
    /// On a free port of this machine.
    pub(crate) fn start() -> Self {
        Self::new(false)
    }

    /// One that still has everything after it died.
    pub(crate) fn start_durable() -> Self {
        Self::new(true)
    }

    fn new(is_durable: bool) -> Self {
        static STARTED: AtomicU64 = AtomicU64::new(0);
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let name = format!("redis-{}-{number}", std::process::id());
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&folder).unwrap();
        // Another test may be faster on the same port.
        for _ in 0..10 {
            let port = free_port();
            let mut process = spawn(port, &folder, is_durable);
            if answers(port, &mut process) {
                return Self { port, folder, is_durable, process };
            }
        }
        panic!("no Redis server starts");
    }

    /// The server dies, and its connections with it.
    pub(crate) fn stop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// On the same port; with nothing in it, unless it is durable.
    pub(crate) fn start_again(&mut self) {
        self.process = spawn(self.port, &self.folder, self.is_durable);
        assert!(answers(self.port, &mut self.process));
    }

    /// It still has its connections, and does nothing.
    pub(crate) fn freeze(&self) {
        self.signal("-STOP");
    }

    pub(crate) fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let pid = self.process.id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }

    pub(crate) async fn connect(&self) -> RedisAttempts {
        RedisAttempts::connect(&self.url()).await.unwrap()
    }

    /// For commands that the code under test doesn't know about.
    pub(crate) async fn raw(&self) -> MultiplexedConnection {
        let client = redis::Client::open(self.url()).unwrap();
        let patient = AsyncConnectionConfig::new().set_response_timeout(None);
        client.get_multiplexed_async_connection_with_config(&patient).await.unwrap()
    }

    /// How many keys there are, those that have expired and are not removed yet among them.
    pub(crate) async fn keys(&self) -> u64 {
        redis::cmd("DBSIZE").query_async(&mut self.raw().await).await.unwrap()
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
        _ = fs::remove_dir_all(&self.folder);
    }
}

pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn spawn(port: u16, folder: &PathBuf, is_durable: bool) -> Child {
    let port = port.to_string();
    let appends = if is_durable { "yes" } else { "no" };
    Command::new("redis-server")
        .args(["--port", &port, "--bind", "127.0.0.1", "--save", ""])
        .args(["--appendonly", appends, "--appendfsync", "always", "--dir"])
        .arg(folder)
        .stdout(Stdio::null())
        .spawn()
        .expect("redis-server is installed")
}

fn answers(port: u16, process: &mut Child) -> bool {
    let end = Instant::now() + Duration::from_secs(10);
    while Instant::now() < end && process.try_wait().unwrap().is_none() {
        let mut answer = [0; 7];
        if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port))
            && stream.write_all(b"PING\r\n").is_ok()
            && stream.read_exact(&mut answer).is_ok()
            && &answer == b"+PONG\r\n"
        {
            return true;
        }
        sleep(Duration::from_millis(10));
    }
    false
}

/// Due after 15 minutes.
pub(crate) fn entry<'a>(key: &'a str, value: &'a str, kept: Duration) -> StoreEntry<'a> {
    let now: UtcTimestamp = "2021-10-01T00:00:00Z".parse().unwrap();
    let due = now.saturating_add(Duration::from_secs(15 * 60));
    StoreEntry { key, value, account: "Acme-42", now, due, keep_until: now.saturating_add(kept) }
}
