//! [`AttemptStore`]: where attempts are remembered between their beginning and their end.

use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Texts under keys, for a while: Redis, a table of a database, or [`MemoryAttempts`].
///
/// A service that runs on several machines needs one that all of them share, since an attempt that was
/// begun on one may end on another. `cyclr-oauth-redis` has one over Redis.
///
/// ```
/// use std::collections::HashMap;
/// use std::io;
/// use std::sync::Mutex;
/// use std::time::{Duration, Instant};
///
/// use cyclr_oauth::completion::AttemptStore;
///
/// /// With each value, the moment from which on it may be forgotten.
/// #[derive(Default)]
/// struct Table(Mutex<HashMap<String, (String, Instant)>>);
///
/// impl AttemptStore for Table {
///     type Error = io::Error;
///
///     async fn insert(&self, key: &str, value: &str, time_to_live: Duration) -> io::Result<()> {
///         let (mut table, now) = (self.0.lock().unwrap(), Instant::now());
///         table.retain(|_, (_, end)| now < *end);
///         if table.contains_key(key) {
///             return Err(io::ErrorKind::AlreadyExists.into());
///         }
///         table.insert(key.to_owned(), (value.to_owned(), now + time_to_live));
///         Ok(())
///     }
///
///     async fn get(&self, key: &str) -> io::Result<Option<String>> {
///         Ok(self.0.lock().unwrap().get(key).map(|(value, _)| value.clone()))
///     }
///
///     async fn take(&self, key: &str) -> io::Result<Option<String>> {
///         Ok(self.0.lock().unwrap().remove(key).map(|(value, _)| value))
///     }
/// }
/// ```
///
/// A service that chooses its store when it starts has an enum of them, which implements this.
///
/// # Security
///
/// Keys and values hold hashes of what is secret, an account's id and an account connector's. Who reads
/// them can complete nothing; who writes them can.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no store of attempts",
    label = "`AttemptStore` is not implemented for it",
    note = "implement `AttemptStore` for it, or take `MemoryAttempts`, or `RedisAttempts` of `cyclr-oauth-redis`"
)]
pub trait AttemptStore: Send + Sync {
    /// What can go wrong with it.
    type Error: StdError + Send + Sync + 'static;

    /// Remembers a value until `time_to_live` has passed; after that the store may forget it, which only saves room:
    /// when an attempt expires is checked elsewhere, and is half of that time.
    ///
    /// No two attempts have the same key, which is a hash of 128 random bits. A store that finds one standing already
    /// may refuse; one that doesn't look replaces it.
    ///
    /// # Errors
    ///
    /// Whatever goes wrong; the attempt can't begin then.
    fn insert(
        &self,
        key: &str,
        value: &str,
        time_to_live: Duration,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// The value, which stays.
    ///
    /// # Errors
    ///
    /// Whatever goes wrong; the attempt is not completed then.
    fn get(&self, key: &str) -> impl Future<Output = Result<Option<String>, Self::Error>> + Send;

    /// Removes the value, and gives it to **one** of those who ask, wherever they are: all that makes an
    /// attempt end once stands here. `GETDEL` of Redis does that, and `DELETE … RETURNING` of a database.
    ///
    /// # Errors
    ///
    /// Whatever goes wrong; the attempt is not completed then. An answer that was lost is such an error, and no
    /// reason to ask again: the value may have been taken already, by this very call.
    fn take(&self, key: &str) -> impl Future<Output = Result<Option<String>, Self::Error>> + Send;
}

/// A store that is shared.
#[diagnostic::do_not_recommend]
impl<S: AttemptStore> AttemptStore for Arc<S> {
    type Error = S::Error;

    async fn insert(&self, key: &str, value: &str, ttl: Duration) -> Result<(), S::Error> {
        S::insert(self, key, value, ttl).await
    }

    async fn get(&self, key: &str) -> Result<Option<String>, S::Error> {
        S::get(self, key).await
    }

    async fn take(&self, key: &str) -> Result<Option<String>, S::Error> {
        S::take(self, key).await
    }
}

/// Attempts in the memory of this process, for a service that is one.
///
/// Clones share them. Those whose time is over go when others come. There are never more than a fixed number:
/// beyond it the oldest makes room, so have a limit on how often one user may begin.
///
/// ```
/// use cyclr_oauth::Attempts;
/// use cyclr_oauth::completion::MemoryAttempts;
///
/// let attempts = Attempts::new(MemoryAttempts::with_capacity(100_000));
/// ```
#[derive(Clone)]
pub struct MemoryAttempts(Arc<Mutex<Memory>>);

struct Memory {
    capacity: usize,
    values: HashMap<String, String>,
    /// The keys from the oldest on, with some among them that are gone, and when each may go.
    order: VecDeque<(String, Option<Instant>)>,
}

impl MemoryAttempts {
    /// Room for so many, but at least one. Each takes about 420 bytes.
    #[must_use]
    pub fn with_capacity(attempts: usize) -> Self {
        let capacity = attempts.max(1);
        let memory = Memory { capacity, values: HashMap::new(), order: VecDeque::new() };
        Self(Arc::new(Mutex::new(memory)))
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Room for 10,000.
impl Default for MemoryAttempts {
    fn default() -> Self {
        Self::with_capacity(10_000)
    }
}

impl Memory {
    fn insert(&mut self, key: &str, value: &str, time_to_live: Duration) {
        let now = now();
        while let Some((oldest, end)) = self.order.front() {
            let is_over = end.is_some_and(|end| Some(end) <= now);
            let is_gone = !self.values.contains_key(oldest);
            if !is_over && !is_gone && self.values.len() < self.capacity {
                break;
            }
            self.values.remove(oldest);
            self.order.pop_front();
        }
        // Those that were taken leave their keys behind.
        if self.order.len() >= self.capacity.saturating_mul(2) {
            self.order.retain(|(key, _)| self.values.contains_key(key));
        }
        let end = now.and_then(|now| now.checked_add(time_to_live));
        self.values.insert(key.to_owned(), value.to_owned());
        self.order.push_back((key.to_owned(), end));
    }
}

/// `wasm32-unknown-unknown` has no clock; only the number is bounded there.
fn now() -> Option<Instant> {
    (!cfg!(all(target_family = "wasm", target_os = "unknown"))).then(Instant::now)
}

impl AttemptStore for MemoryAttempts {
    type Error = Infallible;

    async fn insert(
        &self,
        key: &str,
        value: &str,
        time_to_live: Duration,
    ) -> Result<(), Infallible> {
        self.memory().insert(key, value, time_to_live);
        Ok(())
    }

    async fn get(&self, key: &str) -> Result<Option<String>, Infallible> {
        Ok(self.memory().values.get(key).cloned())
    }

    async fn take(&self, key: &str) -> Result<Option<String>, Infallible> {
        Ok(self.memory().values.remove(key))
    }
}

impl fmt::Debug for MemoryAttempts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let memory = self.memory();
        f.debug_struct("MemoryAttempts")
            .field("attempts", &memory.values.len())
            .field("capacity", &memory.capacity)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{AttemptStore, MemoryAttempts};

    #[test]
    fn a_store_without_a_bound_does_not_overflow() {
        let attempts = MemoryAttempts::with_capacity(usize::MAX);
        for key in ["a", "b"] {
            pollster::block_on(attempts.insert(key, "value", Duration::from_secs(1))).unwrap();
        }
        assert_eq!(pollster::block_on(attempts.get("b")).unwrap().as_deref(), Some("value"));
    }
}
