//! [`MemoryAttempts`]: attempts in the memory of one process.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::completion::store::{AttemptStore, StoreEntry, StoreFuture};
use crate::sync::{Mutex, MutexGuard, PoisonError};
use crate::values::UtcTimestamp;

/// Attempts in the memory of this process, for a service that runs as one process.
///
/// Clones share the attempts.
///
/// ```
/// use cyclr_oauth::Attempts;
/// use cyclr_oauth::completion::MemoryAttempts;
///
/// let attempts = Attempts::new(MemoryAttempts::with_capacity(20_000).per_account(50));
/// ```
///
/// [Links](crate::ConnectLink) are here, too, and end with the process. An account has as much room for them as for
/// attempts, and neither pushes out the other.
///
/// No account can push out another's attempts: an account that has its full number loses its own oldest.
/// If all the room is taken by attempts that can still be completed, an account without any can't begin, and one that
/// hasn't completed any lately can't complete: an error of the store, after which the same attempt can be presented
/// again.
#[derive(Clone)]
pub struct MemoryAttempts {
    memory: Arc<Mutex<Memory>>,
    capacity: usize,
    per_account: usize,
}

/// Every operation touches a few nodes of each tree: no entry waits for a table that grows.
#[derive(Default)]
struct Memory {
    entries: BTreeMap<Arc<str>, Entry>,
    due: BTreeSet<(UtcTimestamp, Arc<str>)>,
    ends: BTreeSet<(UtcTimestamp, Arc<str>)>,
    /// The keys of each account, from the oldest on.
    accounts: BTreeMap<Arc<str>, BTreeSet<(u64, Arc<str>)>>,
    /// How many entries there have ever been.
    inserted: u64,
}

struct Entry {
    value: String,
    account: Arc<str>,
    number: u64,
    due: UtcTimestamp,
    end: UtcTimestamp,
}

impl MemoryAttempts {
    /// How many attempts one account has room for, unless [`per_account`](Self::per_account) is called.
    pub const PER_ACCOUNT: usize = 100;

    /// How many entries an insertion forgets whose time is over: more than the one that it adds.
    const FORGOTTEN: usize = 2;

    /// Room for this many attempts, but at least one. Each takes about 1 KB.
    #[must_use]
    pub fn with_capacity(attempts: usize) -> Self {
        let memory = Arc::default();
        Self { memory, capacity: attempts.max(1), per_account: Self::PER_ACCOUNT }
    }

    /// How many attempts one account has room for, but at least one. Beyond that its oldest makes room.
    #[must_use]
    pub fn per_account(self, attempts: usize) -> Self {
        Self { per_account: attempts.max(1), ..self }
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn insert_now(&self, entry: StoreEntry<'_>) -> Result<(), Full> {
        let mut memory = self.memory();
        memory.remove(entry.key);
        for _ in 0..Self::FORGOTTEN {
            let Some(key) = first(&memory.ends, entry.now) else { break };
            memory.remove(&key);
        }
        let own = memory.accounts.get(entry.account);
        let is_full = memory.entries.len() >= self.capacity;
        let own_is_full = own.is_some_and(|own| own.len() >= self.per_account);
        if is_full || own_is_full {
            // One that can't be completed any more, or else the account's own oldest.
            let expired = if own_is_full { None } else { first(&memory.due, entry.now) };
            let oldest = || own.and_then(BTreeSet::first).map(|(_, key)| Arc::clone(key));
            let key = expired.or_else(oldest).ok_or(Full)?;
            memory.remove(&key);
        }
        memory.add(entry);
        Ok(())
    }
}

/// Room for 100,000.
impl Default for MemoryAttempts {
    fn default() -> Self {
        Self::with_capacity(100_000)
    }
}

fn first(times: &BTreeSet<(UtcTimestamp, Arc<str>)>, now: UtcTimestamp) -> Option<Arc<str>> {
    times.first().filter(|(time, _)| *time <= now).map(|(_, key)| Arc::clone(key))
}

impl Memory {
    fn add(&mut self, entry: StoreEntry<'_>) {
        let StoreEntry { key, value, account, due, keep_until: end, .. } = entry;
        let key: Arc<str> = key.into();
        let account = match self.accounts.get_key_value(account) {
            Some((account, _)) => Arc::clone(account),
            None => account.into(),
        };
        let number = self.inserted;
        self.inserted += 1;
        self.due.insert((due, Arc::clone(&key)));
        self.ends.insert((end, Arc::clone(&key)));
        let own = self.accounts.entry(Arc::clone(&account)).or_default();
        own.insert((number, Arc::clone(&key)));
        self.entries.insert(key, Entry { value: value.to_owned(), account, number, due, end });
    }

    fn remove(&mut self, key: &str) -> Option<String> {
        let (key, entry) = self.entries.remove_entry(key)?;
        let Entry { value, account, number, due, end } = entry;
        self.due.remove(&(due, Arc::clone(&key)));
        self.ends.remove(&(end, Arc::clone(&key)));
        if let Some(own) = self.accounts.get_mut(&account) {
            own.remove(&(number, key));
            if own.is_empty() {
                self.accounts.remove(&account);
            }
        }
        Some(value)
    }

    fn claim(&mut self, now: UtcTimestamp, until: UtcTimestamp) -> Option<(String, String)> {
        let key = first(&self.due, now)?;
        let entry = self.entries.get_mut(&key)?;
        self.due.remove(&(entry.due, Arc::clone(&key)));
        self.ends.remove(&(entry.end, Arc::clone(&key)));
        (entry.due, entry.end) = (until, entry.end.max(until));
        self.due.insert((entry.due, Arc::clone(&key)));
        self.ends.insert((entry.end, Arc::clone(&key)));
        Some((key.to_string(), entry.value.clone()))
    }
}

impl AttemptStore for MemoryAttempts {
    fn insert<'a>(&'a self, entry: StoreEntry<'a>) -> StoreFuture<'a, ()> {
        Box::pin(async move { Ok(self.insert_now(entry)?) })
    }

    fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>> {
        Box::pin(async move { Ok(self.memory().entries.get(key).map(|entry| entry.value.clone())) })
    }

    fn take<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>> {
        Box::pin(async move { Ok(self.memory().remove(key)) })
    }

    fn claim_due(
        &self,
        now: UtcTimestamp,
        until: UtcTimestamp,
        limit: usize,
    ) -> StoreFuture<'_, Vec<(String, String)>> {
        // What is due again at once would be claimed for ever.
        let until = until.max(now.saturating_add(Duration::from_nanos(1)));
        // Others get the lock between two entries.
        Box::pin(
            async move { Ok((0..limit).map_while(|_| self.memory().claim(now, until)).collect()) },
        )
    }
}

impl fmt::Debug for MemoryAttempts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryAttempts")
            .field("attempts", &self.memory().entries.len())
            .field("capacity", &self.capacity)
            .field("per_account", &self.per_account)
            .finish_non_exhaustive()
    }
}

/// All the room is taken by other accounts' attempts, which can still be completed.
#[derive(Debug)]
struct Full;

impl fmt::Display for Full {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no room for another attempt to connect")
    }
}

impl StdError for Full {}
