//! [`Server`]: one connection for all callers, which is tried before it is used.

use std::sync::Arc;
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, Cmd, FromRedisValue, RedisResult};
use tokio::sync::Mutex;
use tokio::time::timeout;

use crate::RedisAttemptsError;
use crate::error::Kind;

/// How long one answer may take.
const ANSWER: Duration = Duration::from_secs(1);
/// How long a connection may take to be made: name, TCP, TLS and password.
const CONNECTION: Duration = Duration::from_secs(2);
/// How long all of it may take: a `PING` that is not answered, a new connection, the command, and a while for
/// callers who are connecting already.
const ALL: Duration = Duration::from_secs(5);

// Not the crate's own `ConnectionManager`: it keeps a connection whose answers do not come, answers the first
// call after a fault with the fault of the call before, and never tries again if the server is there but
// refuses a connection, as one with too many clients does.
pub(crate) struct Server {
    client: Client,
    connection: Mutex<Option<Arc<MultiplexedConnection>>>,
}

impl Server {
    pub(crate) fn new(client: Client) -> Self {
        Self { client, connection: Mutex::new(None) }
    }

    /// Connects, if there is no connection that answers.
    pub(crate) async fn connect(&self) -> Result<(), RedisAttemptsError> {
        in_time(async { self.connection().await.map(|_| ()) }).await
    }

    /// Sends a command once, over a connection that has answered just before.
    pub(crate) async fn ask<T: FromRedisValue>(
        &self,
        command: &Cmd,
    ) -> Result<T, RedisAttemptsError> {
        in_time(async {
            let connection = self.connection().await?;
            let answer = command.query_async(&mut MultiplexedConnection::clone(&connection)).await;
            if answer.is_err() {
                self.forget(&connection).await;
            }
            answer.map_err(|error| Kind::Command(error.into()).into())
        })
        .await
    }

    /// Connections end unnoticed, since servers restart, and close those that are idle. A command that is sent
    /// to such a one fails, and nobody knows whether it was carried out; a `PING` may fail.
    async fn connection(&self) -> Result<Arc<MultiplexedConnection>, RedisAttemptsError> {
        let last = self.connection.lock().await.clone();
        if let Some(last) = last {
            if ping(&last).await.is_ok() {
                return Ok(last);
            }
            self.forget(&last).await;
        }
        // The lock is held meanwhile, so that one connects for all who wait.
        let mut connection = self.connection.lock().await;
        if let Some(new) = &*connection {
            return Ok(Arc::clone(new));
        }
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(CONNECTION))
            .set_response_timeout(Some(ANSWER));
        let new = self.client.get_multiplexed_async_connection_with_config(&config).await;
        let new = Arc::new(new.map_err(|error| Kind::Connection(error.into()))?);
        *connection = Some(Arc::clone(&new));
        Ok(new)
    }

    /// Has the next caller connect, unless another has done so already.
    async fn forget(&self, failed: &Arc<MultiplexedConnection>) {
        let mut connection = self.connection.lock().await;
        if connection.as_ref().is_some_and(|current| Arc::ptr_eq(current, failed)) {
            *connection = None;
        }
    }
}

async fn ping(connection: &MultiplexedConnection) -> RedisResult<()> {
    redis::cmd("PING").exec_async(&mut connection.clone()).await
}

async fn in_time<T>(
    call: impl Future<Output = Result<T, RedisAttemptsError>>,
) -> Result<T, RedisAttemptsError> {
    timeout(ALL, call).await.unwrap_or_else(|_| Err(Kind::Time.into()))
}
