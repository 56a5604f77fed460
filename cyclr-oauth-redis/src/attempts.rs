//! [`RedisAttempts`]: attempts under keys of a Redis server.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use cyclr_oauth::completion::AttemptStore;
use redis::io::tcp::TcpSettings;
use redis::{Client, Cmd, FromRedisValue, IntoConnectionInfo, ProtocolVersion};

use crate::RedisAttemptsError;
use crate::connection::{Connection, Server};
use crate::connection_cache::ConnectionCache;
use crate::error::Kind;

/// How long a call may wait for a connection. Then there is time left for the answer.
const CONNECTED: Duration = Duration::from_secs(4);

/// Attempts in Redis, for a service that runs on several machines.
///
/// ```no_run
/// use cyclr_oauth::Attempts;
/// use cyclr_oauth_redis::RedisAttempts;
///
/// # async fn start() -> Result<(), Box<dyn std::error::Error>> {
/// let store = RedisAttempts::connect("rediss://attempts:password@redis.yourapplication.com/").await?;
/// let attempts = Attempts::new(store);
/// # Ok(())
/// # }
/// ```
///
/// Clones are cheap, and share one connection. It is made anew whenever it has failed. Every call ends within
/// five seconds; up to four of them it waits for a connection, if the server refuses one or is silent.
///
/// A command is sent once. If the answer to `GETDEL` is lost, [`take`](AttemptStore::take) gives an error, and
/// the attempt is not completed; it may be gone. A caller that is dropped while it waits leaves the same behind.
///
/// It works within tokio's runtime, with its timers on.
///
/// # Security
///
/// Who can write to the server can make attempts that complete. Replication is late: a replica that takes over
/// may hold an attempt that was taken already.
///
/// `Debug` has the prefix of the keys alone.
#[derive(Clone)]
pub struct RedisAttempts {
    connections: ConnectionCache<Server>,
    prefix: Arc<str>,
}

impl RedisAttempts {
    /// What keys begin with, unless [`with_key_prefix`](Self::with_key_prefix) is called.
    pub const KEY_PREFIX: &str = "cyclr-oauth:attempt:";

    /// Connects to the server at a URL, which may have a user name, a password, and the number of a database:
    /// `redis://user:password@host:6379/0`. With the feature `rustls` it may begin with `rediss://`, for TLS;
    /// `unix:///path/to/socket` is one, too.
    ///
    /// ```no_run
    /// # async fn start() -> Result<(), Box<dyn std::error::Error>> {
    /// let store = cyclr_oauth_redis::RedisAttempts::connect("redis://127.0.0.1/").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`RedisAttemptsError`] if it is no such URL, or if the server can't be reached or refuses the password.
    pub async fn connect(url: &str) -> Result<Self, RedisAttemptsError> {
        let info = url.into_connection_info().map_err(RedisAttemptsError::url)?;
        // Where RESP 3 is unknown, the error would repeat the password; its use here is none.
        let settings = info.redis_settings().clone().set_protocol(ProtocolVersion::RESP2);
        let info = info
            .set_redis_settings(settings)
            .set_tcp_settings(TcpSettings::default().set_nodelay(true));
        let attempts = Self::from_client(Client::open(info).map_err(RedisAttemptsError::url)?);
        attempts.connection().await?;
        Ok(attempts)
    }

    /// With a client of one's own, for certificates and settings that no URL can say. The first call connects.
    ///
    /// ```
    /// use cyclr_oauth_redis::RedisAttempts;
    ///
    /// let client = redis::Client::open("redis://127.0.0.1/")?;
    /// let store = RedisAttempts::from_client(client);
    /// # Ok::<(), redis::RedisError>(())
    /// ```
    ///
    /// This is the one place where a type of the crate `redis` stands in a signature: it has to be version 1 of
    /// it. A new major version of that crate is a new one of this, too.
    #[must_use]
    pub fn from_client(client: Client) -> Self {
        Self { connections: ConnectionCache::new(Server(client)), prefix: Self::KEY_PREFIX.into() }
    }

    /// Says what keys begin with: [`KEY_PREFIX`](Self::KEY_PREFIX), unless this is called.
    ///
    /// ```
    /// # fn with(store: cyclr_oauth_redis::RedisAttempts) {
    /// let store = store.with_key_prefix("staging:attempt:");
    /// # }
    /// ```
    ///
    /// All of a service's machines have to have the same. Services that share a server need different ones only
    /// to tell their keys apart: no two attempts have the same key.
    #[must_use]
    pub fn with_key_prefix(self, prefix: impl AsRef<str>) -> Self {
        Self { prefix: prefix.as_ref().into(), ..self }
    }

    fn key(&self, key: &str) -> String {
        [&*self.prefix, key].concat()
    }

    async fn connection(&self) -> Result<Arc<Connection>, RedisAttemptsError> {
        let connection = self.connections.get(CONNECTED).await;
        connection.map_err(|failure| match failure {
            Some(failure) => Kind::Connection(failure.reason).into(),
            None => Kind::Time.into(),
        })
    }

    /// Sends a command once.
    async fn ask<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, RedisAttemptsError> {
        let connection = self.connection().await?;
        connection.ask(command).await.map_err(|refused| {
            if refused.is_replica {
                self.connections.leave(&connection);
            }
            refused.kind.into()
        })
    }

    /// The value that a command gives.
    async fn value(&self, command: &str, key: &str) -> Result<Option<String>, RedisAttemptsError> {
        let value: Option<Vec<u8>> = self.ask(redis::cmd(command).arg(self.key(key))).await?;
        value.map(String::from_utf8).transpose().map_err(|_| Kind::NoText.into())
    }
}

impl AttemptStore for RedisAttempts {
    type Error = RedisAttemptsError;

    /// A key that stands already is an error, and its value stays. Keys are hashes of 128 random bits, so that
    /// this happens only if the bits of [`from_random`](cyclr_oauth::ConnectAttempt::from_random) were used
    /// before, or if somebody else writes to the server.
    async fn insert(
        &self,
        key: &str,
        value: &str,
        time_to_live: Duration,
    ) -> Result<(), RedisAttemptsError> {
        let mut set = redis::cmd("SET");
        set.arg(self.key(key)).arg(value).arg("PX").arg(milliseconds(time_to_live)).arg("NX");
        let done: Option<String> = self.ask(&set).await?;
        done.map(|_| ()).ok_or_else(|| Kind::Exists.into())
    }

    async fn get(&self, key: &str) -> Result<Option<String>, RedisAttemptsError> {
        self.value("GET", key).await
    }

    async fn take(&self, key: &str) -> Result<Option<String>, RedisAttemptsError> {
        self.value("GETDEL", key).await
    }
}

/// At least as long, within what the server takes: more than none, and less than the end of its time.
fn milliseconds(time_to_live: Duration) -> u64 {
    const MOST: u64 = u64::MAX / 4;
    let milliseconds = time_to_live.as_nanos().div_ceil(1_000_000);
    u64::try_from(milliseconds).unwrap_or(MOST).clamp(1, MOST)
}

impl fmt::Debug for RedisAttempts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { connections: _, prefix } = self;
        f.debug_struct("RedisAttempts").field("prefix", prefix).finish_non_exhaustive()
    }
}
