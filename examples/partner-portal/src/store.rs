//! Where the portal remembers attempts to connect.

use std::convert::Infallible;
use std::time::Duration;

use cyclr_oauth::completion::{AttemptStore, MemoryAttempts};
use cyclr_oauth_redis::{RedisAttempts, RedisAttemptsError};

/// In its own memory, or in a Redis server that several portals share.
#[derive(Clone, Debug)]
pub enum Store {
    /// One portal.
    Memory(MemoryAttempts),
    /// Several.
    Redis(RedisAttempts),
}

impl AttemptStore for Store {
    type Error = RedisAttemptsError;

    async fn insert(
        &self,
        key: &str,
        value: &str,
        time_to_live: Duration,
    ) -> Result<(), RedisAttemptsError> {
        match self {
            Self::Memory(store) => sure(store.insert(key, value, time_to_live).await),
            Self::Redis(store) => store.insert(key, value, time_to_live).await,
        }
    }

    async fn get(&self, key: &str) -> Result<Option<String>, RedisAttemptsError> {
        match self {
            Self::Memory(store) => sure(store.get(key).await),
            Self::Redis(store) => store.get(key).await,
        }
    }

    async fn take(&self, key: &str) -> Result<Option<String>, RedisAttemptsError> {
        match self {
            Self::Memory(store) => sure(store.take(key).await),
            Self::Redis(store) => store.take(key).await,
        }
    }
}

/// Memory does not fail.
fn sure<T>(result: Result<T, Infallible>) -> Result<T, RedisAttemptsError> {
    result.map_err(|never| match never {})
}
