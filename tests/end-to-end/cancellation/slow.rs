//! A store that takes a while before and after each of its commands, as one over a network does.

use cyclr_oauth::UtcTimestamp;
use cyclr_oauth::completion::{AttemptStore, MemoryAttempts, StoreEntry, StoreFuture};
use tokio::task::yield_now;

#[derive(Clone, Default)]
pub struct Slow(MemoryAttempts);

/// What a caller that leaves before the last line doesn't learn has happened all the same.
async fn slowly<T>(command: StoreFuture<'_, T>) -> Result<T, cyclr_oauth::completion::BoxError> {
    yield_now().await;
    let result = command.await;
    yield_now().await;
    result
}

impl AttemptStore for Slow {
    fn insert<'a>(&'a self, entry: StoreEntry<'a>) -> StoreFuture<'a, ()> {
        Box::pin(slowly(self.0.insert(entry)))
    }

    fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>> {
        Box::pin(slowly(self.0.get(key)))
    }

    fn take<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>> {
        Box::pin(slowly(self.0.take(key)))
    }

    fn claim_due(
        &self,
        now: UtcTimestamp,
        until: UtcTimestamp,
        limit: usize,
    ) -> StoreFuture<'_, Vec<(String, String)>> {
        Box::pin(slowly(self.0.claim_due(now, until, limit)))
    }
}
