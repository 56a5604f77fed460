//! [`RedisAttempts`]: attempts under keys of a Redis server.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use cyclr_oauth::UtcTimestamp;
use cyclr_oauth::completion::{AttemptStore, StoreEntry, StoreFuture};
use redis::{Client, Cmd, FromRedisValue, IntoConnectionInfo, Pipeline, ProtocolVersion};

use crate::RedisAttemptsError;
use crate::connection::{Connection, Refused, Server};
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
/// Clones are cheap and share one connection, which is replaced when it fails. Every command ends within
/// five seconds, up to four of which it waits for a connection. A sweep sends several commands.
///
/// A command is sent once. If the reply to `GETDEL` is lost, [`take`](AttemptStore::take) gives an error, and
/// the attempt is not completed; it may be gone. A caller that is dropped while it waits leaves the same behind.
///
/// It works within tokio's runtime, with its timers on.
///
/// # Security
///
/// Keep others from writing to the server: write access can make attempts that complete. Replication is
/// late, so a replica that takes over may hold an attempt that was taken already.
///
/// `Debug` has the prefix of the keys alone.
#[derive(Clone)]
pub struct RedisAttempts {
    connections: ConnectionCache<Server>,
    prefix: Arc<str>,
    tidied: Arc<Tidied>,
}

/// When this process last tidied the index.
#[derive(Default)]
struct Tidied {
    minute: AtomicU64,
    /// The second until which the index lives at least.
    lives_until: AtomicU64,
}

impl RedisAttempts {
    /// What keys begin with, unless [`with_key_prefix`](Self::with_key_prefix) is called.
    pub const KEY_PREFIX: &str = "cyclr-oauth:attempt:";

    /// Connects to the Redis server at a URL such as `redis://user:password@host:6379/0`.
    ///
    /// User name, password, and the number of the database may be left out. With the feature `rustls` the URL
    /// may begin with `rediss://`, for TLS. `unix:///path/to/socket` is one, too.
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
    /// [`RedisAttemptsError`] if it isn't such a URL, or if the server can't be reached or refuses the password.
    pub async fn connect(url: &str) -> Result<Self, RedisAttemptsError> {
        let info = url.into_connection_info().map_err(RedisAttemptsError::url)?;
        // Where RESP 3 is unknown, the error would repeat the password; its use here is none.
        let settings = info.redis_settings().clone().set_protocol(ProtocolVersion::RESP2);
        let info = info.set_redis_settings(settings);
        let attempts = Self::from_client(Client::open(info).map_err(RedisAttemptsError::url)?);
        attempts.connection().await?;
        Ok(attempts)
    }

    /// Uses your own client, for certificates and settings that no URL can express. The first call connects.
    ///
    /// ```
    /// use cyclr_oauth_redis::RedisAttempts;
    ///
    /// let client = redis::Client::open("redis://127.0.0.1/")?;
    /// let store = RedisAttempts::from_client(client);
    /// # Ok::<(), redis::RedisError>(())
    /// ```
    ///
    /// Only here a type of the crate `redis` is in a signature. It must be of version 1 of that crate; a new
    /// major version of it means a new one of this crate.
    #[must_use]
    pub fn from_client(client: Client) -> Self {
        Self {
            connections: ConnectionCache::new(Server(client)),
            prefix: Self::KEY_PREFIX.into(),
            tidied: Arc::default(),
        }
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
        Self { prefix: prefix.as_ref().into(), tidied: Arc::default(), ..self }
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
        connection.ask(command).await.map_err(|refused| self.refused(&connection, refused))
    }

    fn refused(&self, connection: &Arc<Connection>, refused: Refused) -> RedisAttemptsError {
        if refused.is_replica {
            self.connections.leave(connection);
        }
        refused.kind.into()
    }

    /// Sends all commands in one write.
    async fn ask_all<T: FromRedisValue>(
        &self,
        commands: &Pipeline,
    ) -> Result<T, RedisAttemptsError> {
        let connection = self.connection().await?;
        connection.ask_all(commands).await.map_err(|refused| self.refused(&connection, refused))
    }

    /// The value that a command with one key gives.
    async fn value(&self, command: &str, key: &str) -> Result<Option<String>, RedisAttemptsError> {
        let value: Option<Vec<u8>> = self.ask(redis::cmd(command).arg(self.key(key))).await?;
        value.map(text).transpose()
    }

    /// The sorted set of all keys, by when they are due.
    fn index(&self) -> String {
        self.key("due")
    }

    async fn insert(&self, entry: StoreEntry<'_>) -> Result<(), RedisAttemptsError> {
        let StoreEntry { key, value, now, due, keep_until, .. } = entry;
        let kept = milliseconds(keep_until.saturating_duration_since(now));
        // If one of the commands fails, so does the insert: nobody gets to present what was set.
        let mut commands = redis::pipe();
        commands.cmd("SET").arg(self.key(key)).arg(value).arg("PX").arg(kept).ignore();
        // A second later, so that it is never claimed before it is due.
        let due = seconds(due).saturating_add(1);
        commands.cmd("ZADD").arg(self.index()).arg(due).arg(key).ignore();
        let (minute, until) = (seconds(now) / 60, seconds(keep_until).saturating_add(1));
        let is_tidy = self.tidied.minute.load(Ordering::Relaxed) == minute
            && self.tidied.lives_until.load(Ordering::Relaxed) >= until;
        if !is_tidy {
            let tidy = commands.cmd("EVAL").arg(TIDY).arg(1).arg(self.index());
            tidy.arg(seconds(now).saturating_sub(DAY))
                .arg(kept.saturating_add(DAY * 1000))
                .ignore();
        }
        let () = self.ask_all(&commands).await?;
        if !is_tidy {
            self.tidied.minute.store(minute, Ordering::Relaxed);
            self.tidied.lives_until.fetch_max(until.saturating_add(DAY), Ordering::Relaxed);
        }
        Ok(())
    }

    async fn claim_due(
        &self,
        now: UtcTimestamp,
        until: UtcTimestamp,
        limit: usize,
    ) -> Result<Vec<(String, String)>, RedisAttemptsError> {
        let mut claim = redis::cmd("EVAL");
        claim.arg(CLAIM).arg(1).arg(self.index()).arg(seconds(now)).arg(seconds(until)).arg(limit);
        let kept = milliseconds(until.saturating_duration_since(now));
        let mut claimed = Vec::new();
        loop {
            let keys: Vec<String> = self.ask(&claim).await?;
            if keys.is_empty() {
                return Ok(claimed);
            }
            let mut keep = redis::pipe();
            for key in &keys {
                keep.cmd("EVAL").arg(KEEP).arg(1).arg(self.key(key)).arg(kept);
            }
            let values: Vec<Option<Vec<u8>>> = self.ask_all(&keep).await?;
            // A key without a value was taken or has expired.
            let mut gone = redis::cmd("ZREM");
            gone.arg(self.index());
            let mut is_any_gone = false;
            for (key, value) in keys.into_iter().zip(values) {
                if let Some(value) = value {
                    claimed.push((key, text(value)?));
                } else {
                    is_any_gone = true;
                    gone.arg(key);
                }
            }
            if is_any_gone {
                let () = self.ask(&gone).await?;
            }
            // Keys without a value don't mean that nothing is due.
            if !claimed.is_empty() {
                return Ok(claimed);
            }
        }
    }
}

fn text(value: Vec<u8>) -> Result<String, RedisAttemptsError> {
    String::from_utf8(value).map_err(|_| Kind::NoText.into())
}

/// In seconds.
const DAY: u64 = 24 * 60 * 60;

/// Drops what was due a day ago, which nobody sweeps, and has the index live a day longer than the value.
/// Every process does this in its first insert of a minute, and whenever a value would outlive the index.
const TIDY: &str = "\
    redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1]) \
    if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then \
        redis.call('PEXPIRE', KEYS[1], ARGV[2]) \
    end";

/// Gives the keys that are due, and makes them due again later.
const CLAIM: &str = "\
    local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3]) \
    for _, key in ipairs(due) do redis.call('ZADD', KEYS[1], ARGV[2], key) end \
    return due";

/// Returns a value, and keeps it at least as long as the claim.
const KEEP: &str = "\
    local value = redis.call('GET', KEYS[1]) \
    if value and redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then \
        redis.call('PEXPIRE', KEYS[1], ARGV[1]) \
    end \
    return value";

/// Every command has one key.
impl AttemptStore for RedisAttempts {
    /// It sets the value and adds its key to the index, in one round trip.
    fn insert<'a>(&'a self, entry: StoreEntry<'a>) -> StoreFuture<'a, ()> {
        Box::pin(async move { Ok(self.insert(entry).await?) })
    }

    fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>> {
        Box::pin(async move { Ok(self.value("GET", key).await?) })
    }

    /// The key stays in the index until it is due.
    fn take<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>> {
        Box::pin(async move { Ok(self.value("GETDEL", key).await?) })
    }

    fn claim_due(
        &self,
        now: UtcTimestamp,
        until: UtcTimestamp,
        limit: usize,
    ) -> StoreFuture<'_, Vec<(String, String)>> {
        Box::pin(async move { Ok(self.claim_due(now, until, limit).await?) })
    }
}

/// Seconds since 1970, as a score of the index.
fn seconds(moment: UtcTimestamp) -> u64 {
    let since = SystemTime::from(moment).duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}

/// At least as long, within what the server takes: more than none, and less than the end of its time.
fn milliseconds(time_to_live: Duration) -> u64 {
    const MOST: u64 = u64::MAX / 4;
    let milliseconds = time_to_live.as_nanos().div_ceil(1_000_000);
    u64::try_from(milliseconds).unwrap_or(MOST).clamp(1, MOST)
}

impl fmt::Debug for RedisAttempts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { connections: _, prefix, tidied: _ } = self;
        f.debug_struct("RedisAttempts").field("prefix", prefix).finish_non_exhaustive()
    }
}
