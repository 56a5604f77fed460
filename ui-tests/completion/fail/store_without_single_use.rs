use cyclr_oauth::completion::{AttemptStore, StoreEntry, StoreFuture};
use cyclr_oauth::{Attempts, UtcTimestamp};

struct Table;

impl AttemptStore for Table {
    fn insert<'a>(&'a self, _: StoreEntry<'a>) -> StoreFuture<'a, ()> {
        Box::pin(async { Ok(()) })
    }

    fn get<'a>(&'a self, _: &'a str) -> StoreFuture<'a, Option<String>> {
        Box::pin(async { Ok(None) })
    }

    fn claim_due(
        &self,
        _: UtcTimestamp,
        _: UtcTimestamp,
        _: usize,
    ) -> StoreFuture<'_, Vec<(String, String)>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}

fn main() {
    let _ = Attempts::new(Table);
}
