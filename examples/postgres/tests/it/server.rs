//! A PostgreSQL server of one test, which ends with it.

use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use cyclr_oauth::Attempts;
use deadpool_postgres::{Manager, ManagerConfig, Pool, Runtime, Timeouts};
use postgres_example::{PgAttempts, SCHEMA};
use tempfile::TempDir;
use tokio_postgres::NoTls;

/// As the tests know it that run with every store.
pub(crate) type Server = PgServer;

pub(crate) async fn start() -> Server {
    PgServer::start().await
}

/// Those in the server of this URL.
pub(crate) async fn attempts_at(url: &str) -> Attempts {
    Attempts::new(store(url))
}

pub(crate) struct PgServer {
    port: u16,
    folder: TempDir,
    process: Child,
}

impl PgServer {
    /// On a free port of this machine, with the table.
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // The server refuses to run as root, and its own user must be able to write here.
        fs::set_permissions(folder.path(), Permissions::from_mode(0o777)).unwrap();
        let data = folder.path().join("data");
        let mut made = run("initdb");
        made.args(["--username=test", "--auth=trust", "--no-sync", "--encoding=UTF8", "--pgdata"]);
        let status = made.arg(&data).stdout(Stdio::null()).status().unwrap();
        assert!(status.success(), "initdb: {status}");
        let port = free_port();
        let server = Self { port, process: spawn(port, folder.path()), folder };
        server.answers().await;
        let client = server.pool(1).get().await.unwrap();
        client.batch_execute(SCHEMA).await.unwrap();
        server
    }

    /// The server dies at once, as by a power cut, and its connections with it.
    pub(crate) fn kill(&mut self) {
        // The number of the process that has the port, which is not this child's where it runs as
        // another user.
        let file = fs::read_to_string(self.data().join("postmaster.pid")).unwrap();
        let number = file.lines().next().unwrap();
        let killed = Command::new("kill").args(["-QUIT", number]).status().unwrap();
        assert!(killed.success(), "kill: {killed}");
        self.process.wait().unwrap();
    }

    /// On the same port, with what was stored.
    pub(crate) async fn start_again(&mut self) {
        self.process = spawn(self.port, self.folder.path());
        self.answers().await;
    }

    pub(crate) fn store(&self) -> PgAttempts {
        store(&self.url())
    }

    pub(crate) fn url(&self) -> String {
        format!("host=127.0.0.1 port={} user=test dbname=postgres connect_timeout=2", self.port)
    }

    fn pool(&self, size: usize) -> Pool {
        pool(&self.url(), size)
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    async fn answers(&self) {
        for _ in 0..600 {
            if self.pool(1).get().await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("PostgreSQL does not start");
    }
}

impl Drop for PgServer {
    fn drop(&mut self) {
        if self.process.try_wait().unwrap().is_none() {
            self.kill();
        }
    }
}

pub(crate) fn store(url: &str) -> PgAttempts {
    PgAttempts::new(pool(url, 16))
}

fn pool(url: &str, size: usize) -> Pool {
    let manager = Manager::from_config(url.parse().unwrap(), NoTls, ManagerConfig::default());
    let timeouts = Timeouts::wait_millis(5000);
    Pool::builder(manager)
        .max_size(size)
        .runtime(Runtime::Tokio1)
        .timeouts(timeouts)
        .build()
        .unwrap()
}

fn spawn(port: u16, folder: &Path) -> Child {
    run("postgres")
        .args(["-h", "127.0.0.1", "-c", "logging_collector=off", "-c", "max_connections=200", "-k"])
        .args([
            folder.as_os_str(),
            OsStr::new("-p"),
            OsStr::new(&port.to_string()),
            OsStr::new("-D"),
        ])
        .arg(folder.join("data"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// A program of PostgreSQL, as a user that it accepts: Debian's package makes one.
fn run(program: &str) -> Command {
    let program = installed(program);
    let is_root =
        fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    if !is_root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(program);
    command
}

/// Debian keeps these programs out of the search path.
fn installed(program: &str) -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let candidates = versions.map(|version| version.path().join("bin").join(program));
    candidates.filter(|path| path.exists()).max().unwrap_or_else(|| PathBuf::from(program))
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
