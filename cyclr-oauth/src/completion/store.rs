//! [`AttemptStore`]: where attempts are remembered between their beginning and their end.

use std::error::Error as StdError;
use std::pin::Pin;
use std::sync::Arc;

use crate::values::UtcTimestamp;

/// Any error: of a store, or of the code that decides in
/// [`Attempts::complete_if`](crate::Attempts::complete_if). `?` makes one of every error type.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// What the calls of an [`AttemptStore`] return: `Box::pin(async move { … })`.
pub type StoreFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, BoxError>> + Send + 'a>>;

/// Keeps attempts and links: Redis, a database table, or [`MemoryAttempts`](crate::completion::MemoryAttempts).
///
/// A service that runs on several machines needs a store that all of them share, since an attempt that
/// begins on one may be completed on another. `cyclr-oauth-redis` has one for Redis.
///
/// ```
/// use std::collections::HashMap;
/// use std::sync::Mutex;
///
/// use cyclr_oauth::completion::{AttemptStore, StoreEntry, StoreFuture};
/// use cyclr_oauth::{Attempts, UtcTimestamp};
///
/// #[derive(Default)]
/// struct Table(Mutex<HashMap<String, Row>>);
///
/// struct Row {
///     value: String,
///     due: UtcTimestamp,
///     keep_until: UtcTimestamp,
/// }
///
/// impl AttemptStore for Table {
///     fn insert<'a>(&'a self, entry: StoreEntry<'a>) -> StoreFuture<'a, ()> {
///         Box::pin(async move {
///             let StoreEntry { key, value, due, keep_until, now, .. } = entry;
///             let mut rows = self.0.lock().unwrap();
///             rows.retain(|_, row| row.keep_until > now);
///             rows.insert(key.to_owned(), Row { value: value.to_owned(), due, keep_until });
///             Ok(())
///         })
///     }
///
///     fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>> {
///         let value = self.0.lock().unwrap().get(key).map(|row| row.value.clone());
///         Box::pin(async move { Ok(value) })
///     }
///
///     fn take<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>> {
///         let value = self.0.lock().unwrap().remove(key).map(|row| row.value);
///         Box::pin(async move { Ok(value) })
///     }
///
///     fn claim_due(
///         &self,
///         now: UtcTimestamp,
///         until: UtcTimestamp,
///         limit: usize,
///     ) -> StoreFuture<'_, Vec<(String, String)>> {
///         Box::pin(async move {
///             let mut rows = self.0.lock().unwrap();
///             let due = rows.iter_mut().filter(|(_, row)| row.due <= now).take(limit);
///             let claim = |(key, row): (&String, &mut Row)| {
///                 row.due = until;
///                 row.keep_until = row.keep_until.max(until);
///                 (key.clone(), row.value.clone())
///             };
///             Ok(due.map(claim).collect())
///         })
///     }
/// }
///
/// let attempts = Attempts::new(Table::default());
/// ```
///
/// It can be a trait object, `Arc<dyn AttemptStore>`, for a service that chooses its store when it starts.
///
/// # Security
///
/// Keys and values hold hashes of everything secret, the account's id and the account connector's, and the notes
/// of links. Read access cannot complete an attempt or open a link; write access can.
#[diagnostic::on_unimplemented(
    message = "`{Self}` isn't a store of attempts",
    label = "`AttemptStore` is not implemented for it",
    note = "implement `AttemptStore` for it, or use `MemoryAttempts`, or `RedisAttempts` of `cyclr-oauth-redis`"
)]
pub trait AttemptStore: Send + Sync {
    /// Remembers an entry, in place of one that has the same key.
    ///
    /// # Errors
    ///
    /// Any: the attempt doesn't begin then, or isn't completed and can be presented again.
    fn insert<'a>(&'a self, entry: StoreEntry<'a>) -> StoreFuture<'a, ()>;

    /// Returns the value, which stays.
    ///
    /// # Errors
    ///
    /// Any: the attempt is not completed then.
    fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>>;

    /// Removes the value and returns it. Must be atomic: exactly one of all concurrent callers, on
    /// whatever machine, receives the value. `GETDEL` of Redis does that, and `DELETE … RETURNING` of SQL.
    ///
    /// # Errors
    ///
    /// Any: the attempt is not completed then. Report a lost response as an error and don't repeat the
    /// command: it may have taken the value.
    fn take<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>>;

    /// Claims up to `limit` entries that are due at `now`: makes them due again at `until`, and
    /// keeps them as long.
    ///
    /// Returns their keys and values. Must be atomic for each entry: exactly one of all concurrent callers receives it.
    ///
    /// [`Attempts::sweep`](crate::Attempts::sweep) works on what it claims, and takes or inserts each
    /// entry when it is done. If its process dies, the entry is due again. For SQL see `examples/postgres` in
    /// the repository.
    ///
    /// # Errors
    ///
    /// Any: the sweep ends with it.
    fn claim_due(
        &self,
        now: UtcTimestamp,
        until: UtcTimestamp,
        limit: usize,
    ) -> StoreFuture<'_, Vec<(String, String)>>;
}

/// What a store remembers. The times are those of the client's clock.
#[derive(Clone, Copy, Debug)]
pub struct StoreEntry<'a> {
    /// The key: 43 characters of base64url, a hash.
    pub key: &'a str,
    /// The value: JSON of about 250 bytes and the account's id, and for a link its note.
    pub value: &'a str,
    /// Whose room it takes, for a store that limits how much one account has: for an attempt the account's id, for
    /// links and completions other texts made of it, so that none takes another's room.
    pub account: &'a str,
    /// The time of this call.
    pub now: UtcTimestamp,
    /// When [`claim_due`](AttemptStore::claim_due) returns it.
    pub due: UtcTimestamp,
    /// Until when the store keeps it. After that it may forget it, which only saves room.
    pub keep_until: UtcTimestamp,
}

#[diagnostic::do_not_recommend]
impl<S: AttemptStore + ?Sized> AttemptStore for Arc<S> {
    fn insert<'a>(&'a self, entry: StoreEntry<'a>) -> StoreFuture<'a, ()> {
        S::insert(self, entry)
    }

    fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>> {
        S::get(self, key)
    }

    fn take<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>> {
        S::take(self, key)
    }

    fn claim_due(
        &self,
        now: UtcTimestamp,
        until: UtcTimestamp,
        limit: usize,
    ) -> StoreFuture<'_, Vec<(String, String)>> {
        S::claim_due(self, now, until, limit)
    }
}
