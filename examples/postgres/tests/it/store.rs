//! What an attempt store must do.

use std::sync::Arc;
use std::time::Duration;

use cyclr_oauth::UtcTimestamp;
use cyclr_oauth::completion::{AttemptStore, StoreEntry};
use tokio::sync::Barrier;

use crate::server::PgServer;

const HOUR: Duration = Duration::from_secs(3600);

/// An entry that is due, and may be forgotten, so long after `now`.
pub(crate) fn entry(key: &str, now: UtcTimestamp, due: Duration, keep: Duration) -> StoreEntry<'_> {
    StoreEntry {
        key,
        value: "välue",
        account: "Acme-42",
        now,
        due: now.saturating_add(due),
        keep_until: now.saturating_add(keep),
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL"]
async fn a_value_is_remembered_and_taken_once() {
    let server = PgServer::start().await;
    let store = server.store();
    assert_eq!(store.get("key").await.unwrap(), None);
    assert_eq!(store.take("key").await.unwrap(), None);

    store.insert(entry("key", UtcTimestamp::now(), HOUR, HOUR)).await.unwrap();
    assert_eq!(store.get("key").await.unwrap().as_deref(), Some("välue"));
    assert_eq!(server.store().take("key").await.unwrap().as_deref(), Some("välue"));
    assert_eq!(store.take("key").await.unwrap(), None);
    assert_eq!(store.get("key").await.unwrap(), None);
}

#[tokio::test]
#[ignore = "needs PostgreSQL"]
async fn an_entry_replaces_the_one_under_its_key() {
    let server = PgServer::start().await;
    let store = server.store();
    let first = entry("key", UtcTimestamp::now(), HOUR, HOUR);
    store.insert(first).await.unwrap();
    store.insert(StoreEntry { value: "second", ..first }).await.unwrap();
    assert_eq!(store.take("key").await.unwrap().as_deref(), Some("second"));
    assert_eq!(store.take("key").await.unwrap(), None);
}

#[tokio::test]
#[ignore = "needs PostgreSQL"]
async fn each_due_entry_is_claimed_once_and_again_later() {
    let server = PgServer::start().await;
    let now = UtcTimestamp::now();
    for number in 0..100 {
        let key = format!("due-{number}");
        server.store().insert(entry(&key, now, Duration::ZERO, HOUR)).await.unwrap();
    }
    server.store().insert(entry("later", now, HOUR, HOUR)).await.unwrap();

    let until = now.saturating_add(Duration::from_secs(60));
    let claims = (0..8).map(|_| {
        let store = server.store();
        tokio::spawn(async move {
            let mut claimed = Vec::new();
            loop {
                let some = store.claim_due(now, until, 7).await.unwrap();
                assert!(some.len() <= 7);
                if some.is_empty() {
                    return claimed;
                }
                claimed.extend(some.into_iter().map(|(key, _)| key));
            }
        })
    });
    let mut all = Vec::new();
    for claim in claims.collect::<Vec<_>>() {
        all.extend(claim.await.unwrap());
    }
    // Rows that another claim holds are passed over, and left for the next sweep.
    all.extend(claimed(&server, now, until).await);
    all.sort();
    let mut expected: Vec<_> = (0..100).map(|number| format!("due-{number}")).collect();
    expected.sort();
    assert_eq!(all, expected);

    // Its process died: due once more.
    assert_eq!(claimed(&server, until, until.saturating_add(HOUR)).await.len(), 100);
}

async fn claimed(server: &PgServer, now: UtcTimestamp, until: UtcTimestamp) -> Vec<String> {
    let claimed = server.store().claim_due(now, until, 1000).await.unwrap();
    claimed.into_iter().map(|(key, _)| key).collect()
}

#[tokio::test]
#[ignore = "needs PostgreSQL"]
async fn new_entries_remove_old_ones() {
    let server = PgServer::start().await;
    let store = server.store();
    let now = UtcTimestamp::now();
    for number in 0..10 {
        let key = format!("old-{number}");
        store.insert(entry(&key, now, Duration::ZERO, Duration::from_secs(60))).await.unwrap();
    }
    let later = now.saturating_add(HOUR);
    for number in 0..5 {
        store.insert(entry(&format!("new-{number}"), later, HOUR, HOUR)).await.unwrap();
    }
    for number in 0..10 {
        assert_eq!(store.get(&format!("old-{number}")).await.unwrap(), None, "{number}");
    }
    assert!(store.get("new-0").await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "needs PostgreSQL"]
async fn one_of_64_takes_an_entry() {
    let server = PgServer::start().await;
    let stores = [server.store(), server.store(), server.store(), server.store()];
    for round in 0..200 {
        let key = round.to_string();
        stores[0].insert(entry(&key, UtcTimestamp::now(), HOUR, HOUR)).await.unwrap();
        let barrier = Arc::new(Barrier::new(64));
        let takers = stores.iter().cycle().take(64).map(|store| {
            let (store, barrier, key) = (store.clone(), Arc::clone(&barrier), key.clone());
            tokio::spawn(async move {
                barrier.wait().await;
                store.take(&key).await.unwrap()
            })
        });
        let mut winners = 0;
        for taker in takers.collect::<Vec<_>>() {
            winners += usize::from(taker.await.unwrap().is_some());
        }
        assert_eq!(winners, 1, "round {round}");
    }
}
