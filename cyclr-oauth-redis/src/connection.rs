//! [`Connection`]: one connection to the server, shared by all callers, and [`Server`], which makes it.

use std::error::Error as StdError;
use std::io::ErrorKind::{InvalidData, InvalidInput, PermissionDenied, Unsupported};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{
    AsyncConnectionConfig, Client, Cmd, ErrorKind, FromRedisValue, Pipeline, RedisError,
    RedisResult, ServerErrorKind,
};
use tokio::time::{Instant, timeout};

use crate::connection_cache::{Connect, Failure, Link};
use crate::error::Kind;

/// How long one answer may take.
const ANSWER: Duration = Duration::from_secs(1);
/// A connection that is in use, and has been silent for longer, is checked before the next command.
const SILENCE: Duration = Duration::from_millis(200);

/// How many commands may wait to be written. With the crate's 50, 64 callers wait for each other.
const QUEUE: usize = 1024;

/// Where connections lead to.
pub(crate) struct Server(pub(crate) Client);

/// A connection on which commands are sent before others are answered.
pub(crate) struct Connection {
    redis: MultiplexedConnection,
    made: Instant,
    /// Nanoseconds from `made` to the last answer; none yet if it is zero.
    answered: AtomicU64,
    is_broken: AtomicBool,
}

impl Connection {
    /// Sends a command once.
    pub(crate) async fn ask<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, Refused> {
        self.answer(command.query_async(&mut self.redis.clone())).await
    }

    /// Sends commands once, in one write.
    pub(crate) async fn ask_all<T: FromRedisValue>(
        &self,
        commands: &Pipeline,
    ) -> Result<T, Refused> {
        self.answer(commands.query_async(&mut self.redis.clone())).await
    }

    async fn answer<T>(&self, asked: impl Future<Output = RedisResult<T>>) -> Result<T, Refused> {
        match timeout(ANSWER, asked).await {
            Ok(Ok(value)) => {
                self.has_answered();
                Ok(value)
            }
            // An error reply is an answer, too.
            Ok(Err(error)) if is_reply(&error) => {
                self.has_answered();
                let is_replica = error.kind() == ErrorKind::Server(ServerErrorKind::ReadOnly);
                Err(Refused { kind: Kind::Command(error.into()), is_replica })
            }
            Ok(Err(error)) => {
                self.set_broken();
                Err(Refused { kind: Kind::Command(error.into()), is_replica: false })
            }
            Err(_) => {
                self.set_broken();
                Err(Refused { kind: Kind::Time, is_replica: false })
            }
        }
    }

    fn has_answered(&self) {
        let nanoseconds = u64::try_from(self.made.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.answered.store(nanoseconds.max(1), Ordering::Relaxed);
    }
}

/// Why there is no value, and whether the server has said that it is a replica.
pub(crate) struct Refused {
    pub(crate) kind: Kind,
    pub(crate) is_replica: bool,
}

impl Link for Connection {
    fn is_broken(&self) -> bool {
        self.is_broken.load(Ordering::Relaxed)
    }

    fn set_broken(&self) {
        self.is_broken.store(true, Ordering::Relaxed);
    }

    fn is_silent(&self, now: Instant) -> bool {
        let answered = Duration::from_nanos(self.answered.load(Ordering::Relaxed));
        now.saturating_duration_since(self.made).saturating_sub(answered) > SILENCE
    }

    fn has_served(&self) -> bool {
        self.answered.load(Ordering::Relaxed) != 0
    }

    async fn check(&self) -> bool {
        match self.ask::<()>(&redis::cmd("PING")).await {
            Ok(()) => true,
            // `LOADING`, for one: the command itself gets the same error.
            Err(_) => !self.is_broken(),
        }
    }
}

impl Connect for Server {
    type Link = Connection;

    async fn connect(&self) -> Result<Connection, Failure> {
        // Both limits are ours, so that no timer runs twice.
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(None)
            .set_pipeline_buffer_size(QUEUE)
            .set_response_timeout(None);
        match self.0.get_multiplexed_async_connection_with_config(&config).await {
            Ok(redis) => Ok(Connection {
                redis,
                made: Instant::now(),
                answered: AtomicU64::new(0),
                is_broken: AtomicBool::new(false),
            }),
            Err(error) => Err(Failure { is_lasting: is_lasting(&error), reason: error.into() }),
        }
    }
}

/// Whether the server has answered, with an error.
fn is_reply(error: &RedisError) -> bool {
    !matches!(error.kind(), ErrorKind::Io | ErrorKind::Parse)
}

/// Whether the next attempt would most likely fail alike: a wrong password, a certificate.
fn is_lasting(error: &RedisError) -> bool {
    match error.kind() {
        ErrorKind::Io => system_error(error).is_some_and(|kind| {
            matches!(kind, InvalidData | InvalidInput | PermissionDenied | Unsupported)
        }),
        // Whatever is the answer to `AUTH` is taken for a wrong password.
        _ => !error.detail().is_some_and(|detail| detail.contains("max number of clients")),
    }
}

fn system_error(error: &RedisError) -> Option<std::io::ErrorKind> {
    let source = error.source()?;
    let error = source.downcast_ref::<Arc<dyn StdError + Send + Sync>>()?;
    error.downcast_ref::<std::io::Error>().map(std::io::Error::kind)
}
