//! What the programs `soak` and `throughput` share: load, and servers that fail on demand.

pub mod load;
pub mod redis_server;
pub mod token_endpoint;

use std::time::Duration;

use cyclr_oauth::UtcTimestamp;
use cyclr_oauth::completion::StoreEntry;

/// An entry of an hour.
#[must_use]
pub fn entry<'a>(key: &'a str, value: &'a str) -> StoreEntry<'a> {
    let now = UtcTimestamp::now();
    let keep_until = now.saturating_add(Duration::from_secs(3600));
    StoreEntry { key, value, account: "Acme-42", now, due: keep_until, keep_until }
}
