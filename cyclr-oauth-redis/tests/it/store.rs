//! What an attempt store has to do.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use cyclr_oauth::UtcTimestamp;
use cyclr_oauth::completion::{AttemptStore, StoreEntry};
use cyclr_oauth_redis::RedisAttempts;
use redis::AsyncCommands;
use tokio::sync::Barrier;

use crate::server::{RedisServer, entry};
use crate::service::Service;

const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test]
#[ignore = "needs redis-server"]
async fn a_value_is_remembered_and_taken_once() {
    let server = RedisServer::start();
    let store = server.connect().await;
    assert_eq!(store.get("key").await.unwrap(), None);
    assert_eq!(store.take("key").await.unwrap(), None);

    store.insert(entry("key", "välue", HOUR)).await.unwrap();
    assert_eq!(store.get("key").await.unwrap().as_deref(), Some("välue"));
    assert_eq!(store.get("key").await.unwrap().as_deref(), Some("välue"));
    assert_eq!(store.get("other").await.unwrap(), None);

    let clone = store.clone();
    assert_eq!(clone.take("key").await.unwrap().as_deref(), Some("välue"));
    assert_eq!(store.take("key").await.unwrap(), None);
    assert_eq!(store.get("key").await.unwrap(), None);
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn clones_share_a_connection() {
    let server = RedisServer::start();
    let store = server.connect().await;
    for _ in 0..10 {
        assert_eq!(store.clone().get("key").await.unwrap(), None);
    }
    let clients: String =
        redis::cmd("CLIENT").arg("LIST").query_async(&mut server.raw().await).await.unwrap();
    assert_eq!(clients.lines().count(), 2, "{clients}");
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn callers_who_come_at_once_share_the_first_connection() {
    let server = RedisServer::start();
    let client = redis::Client::open(server.url()).unwrap();
    let store = RedisAttempts::from_client(client);
    let calls = (0..32).map(|_| {
        let store = store.clone();
        tokio::spawn(async move { store.get("key").await.unwrap() })
    });
    for call in calls.collect::<Vec<_>>() {
        assert_eq!(call.await.unwrap(), None);
    }
    let clients: String =
        redis::cmd("CLIENT").arg("LIST").query_async(&mut server.raw().await).await.unwrap();
    assert_eq!(clients.lines().count(), 2, "{clients}");
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn an_insertion_replaces_what_has_the_same_key() {
    let server = RedisServer::start();
    let store = server.connect().await;
    store.insert(entry("key", "first", HOUR * 2)).await.unwrap();
    store.insert(entry("key", "second", HOUR)).await.unwrap();
    assert_eq!(store.get("key").await.unwrap().as_deref(), Some("second"));
    let left: i64 = server.raw().await.pttl("cyclr-oauth:attempt:key").await.unwrap();
    assert!(left <= 3_600_000, "{left}");
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn a_due_attempt_is_claimed_once_until_it_is_due_again() {
    let server = RedisServer::start();
    let (store, mut raw) = (server.connect().await, server.raw().await);
    for key in ["a", "b", "taken"] {
        store.insert(entry(key, "value", HOUR)).await.unwrap();
    }
    assert!(store.take("taken").await.unwrap().is_some());
    let now = entry("a", "", HOUR).now;
    let at = |seconds| now.saturating_add(Duration::from_secs(seconds));
    assert_eq!(store.claim_due(at(900), at(1500), 10).await.unwrap(), [], "not before");
    let (one, other) = tokio::join!(
        store.claim_due(at(901), at(1500), 10),
        store.claim_due(at(901), at(1500), 10),
    );
    let mut claimed = [one.unwrap(), other.unwrap()].concat();
    claimed.sort();
    let both = ["a", "b"].map(|key| (key.to_owned(), "value".to_owned()));
    assert_eq!(claimed, both);
    assert_eq!(store.claim_due(at(1499), at(2000), 10).await.unwrap(), []);
    // The key without a value is gone; the others are due again.
    let keys: Vec<String> = raw.zrange("cyclr-oauth:attempt:due", 0, -1).await.unwrap();
    assert_eq!(keys, ["a", "b"]);
    assert_eq!(store.claim_due(at(1500), at(2000), 1).await.unwrap().len(), 1);
    // A claim keeps the value until it is due again, and never shortens its life.
    let left: i64 = raw.pttl("cyclr-oauth:attempt:a").await.unwrap();
    assert!((3_000_000..=3_600_000).contains(&left), "{left}");
    assert_eq!(store.claim_due(at(2000), at(22_000), 10).await.unwrap().len(), 2);
    let left: i64 = raw.pttl("cyclr-oauth:attempt:a").await.unwrap();
    assert!((19_000_000..=20_000_000).contains(&left), "{left}");
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn the_index_does_not_grow_where_nobody_sweeps() {
    let server = RedisServer::start();
    let (store, mut raw) = (server.connect().await, server.raw().await);
    store.insert(entry("old", "value", HOUR)).await.unwrap();
    let old = entry("new", "value", HOUR);
    let later = |moment: UtcTimestamp| moment.saturating_add(Duration::from_secs(26 * 3600));
    let new = StoreEntry {
        now: later(old.now),
        due: later(old.due),
        keep_until: later(old.keep_until),
        ..old
    };
    store.insert(new).await.unwrap();
    let keys: Vec<String> = raw.zrange("cyclr-oauth:attempt:due", 0, -1).await.unwrap();
    assert_eq!(keys, ["new"]);
    let left: i64 = raw.pttl("cyclr-oauth:attempt:due").await.unwrap();
    // A day longer than the last value.
    assert!((89_900_000..=90_000_000).contains(&left), "{left}");
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn an_overdue_entry_stays_until_a_sweep_claims_it() {
    let server = RedisServer::start();
    let store = server.connect().await;
    let overdue = entry("overdue", "value", HOUR * 48);
    store.insert(StoreEntry { ..overdue }).await.unwrap();
    // Inserts of other minutes tidy the index.
    for hours in [1, 23] {
        let now = overdue.now.saturating_add(HOUR * hours);
        let due = now.saturating_add(HOUR);
        store.insert(StoreEntry { key: "new", now, due, ..overdue }).await.unwrap();
    }
    let now = overdue.now.saturating_add(HOUR * 23);
    let claimed = store.claim_due(now, now.saturating_add(HOUR), 10).await.unwrap();
    assert_eq!(claimed, [("overdue".to_owned(), "value".to_owned())]);
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn the_index_is_tidied_once_a_minute() {
    let server = RedisServer::start();
    let (store, mut raw) = (server.connect().await, server.raw().await);
    let first = entry("key", "value", HOUR);
    // From the beginning of a minute, so that the second insert is in the same one.
    let into_the_minute =
        SystemTime::from(first.now).duration_since(UNIX_EPOCH).unwrap().as_secs() % 60;
    for seconds in [0, 30, 59, 60, 119] {
        let later = Duration::from_secs(60 - into_the_minute + seconds);
        let later = |moment: UtcTimestamp| moment.saturating_add(later);
        let entry = StoreEntry {
            now: later(first.now),
            due: later(first.due),
            keep_until: later(first.keep_until),
            ..first
        };
        store.insert(entry).await.unwrap();
    }
    let info: String = redis::cmd("INFO").arg("commandstats").query_async(&mut raw).await.unwrap();
    assert!(info.contains("cmdstat_eval:calls=2,"), "{info}");
    assert!(info.contains("cmdstat_zadd:calls=5,"), "{info}");

    // A value that lives for a month: so does the index.
    let month = Duration::from_secs(30 * 24 * 3600);
    let now = first.now.saturating_add(Duration::from_secs(60 - into_the_minute + 119));
    let entry = StoreEntry { now, keep_until: now.saturating_add(month), ..first };
    store.insert(entry).await.unwrap();
    let left: i64 = raw.pttl("cyclr-oauth:attempt:due").await.unwrap();
    assert!(left > i64::try_from(month.as_millis()).unwrap(), "{left}");
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn keys_have_a_prefix() {
    let server = RedisServer::start();
    let store = server.connect().await;
    let staging = store.clone().with_key_prefix("staging:");
    store.insert(entry("key", "value", HOUR)).await.unwrap();
    assert_eq!(staging.take("key").await.unwrap(), None);
    staging.insert(entry("key", "other", HOUR)).await.unwrap();

    let mut raw = server.raw().await;
    let mut keys: Vec<String> = raw.keys("*").await.unwrap();
    keys.sort();
    for key in &keys {
        let left: i64 = raw.pttl(key).await.unwrap();
        assert!(left > 0, "{key} has no end: {left}");
    }
    let expected =
        ["cyclr-oauth:attempt:due", "cyclr-oauth:attempt:key", "staging:due", "staging:key"];
    assert_eq!(keys, expected);
    assert_eq!(RedisAttempts::KEY_PREFIX, "cyclr-oauth:attempt:");
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn the_server_forgets_by_itself() {
    let server = RedisServer::start();
    let (store, mut raw) = (server.connect().await, server.raw().await);
    store.insert(entry("hour", "value", HOUR)).await.unwrap();
    let left: i64 = raw.pttl("cyclr-oauth:attempt:hour").await.unwrap();
    assert!((3_500_000..=3_600_000).contains(&left), "{left}");

    // Nothing asks for it by its name, which would make the server look at its time.
    store.insert(entry("moment", "value", Duration::from_millis(50))).await.unwrap();
    let end = tokio::time::Instant::now() + Duration::from_secs(30);
    while server.keys().await != 2 {
        assert!(tokio::time::Instant::now() < end, "it does not vanish");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(store.get("moment").await.unwrap(), None);
    assert_eq!(store.take("moment").await.unwrap(), None);
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn any_time_to_live_is_taken() {
    let server = RedisServer::start();
    let (store, mut raw) = (server.connect().await, server.raw().await);
    store.insert(entry("none", "value", Duration::ZERO)).await.unwrap();
    store.insert(entry("short", "value", Duration::from_nanos(1))).await.unwrap();
    store.insert(entry("long", "value", Duration::MAX)).await.unwrap();
    let left: i64 = raw.pttl("cyclr-oauth:attempt:long").await.unwrap();
    assert!(left > 1 << 47, "{left}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "needs redis-server"]
async fn one_of_64_takes_an_entry() {
    let server = RedisServer::start();
    let mut stores = Vec::new();
    for _ in 0..4 {
        stores.push(server.connect().await);
    }
    for round in 0..200 {
        let key = round.to_string();
        stores[0].insert(entry(&key, "value", HOUR)).await.unwrap();
        let barrier = Arc::new(Barrier::new(64));
        let takers = (0..64).map(|number| {
            let (store, barrier, key) =
                (stores[number % 4].clone(), Arc::clone(&barrier), key.clone());
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

#[tokio::test]
#[ignore = "needs redis-server"]
async fn the_server_forgets_a_link_a_week_after_its_end() {
    let service = Service::start().await;
    let link = service.issue().await;
    let mut raw = service.server.raw().await;
    let key = format!("cyclr-oauth:attempt:{}", link.id());
    let weeks = |left: i64, weeks: i64| (left - weeks * 7 * 86_400_000).abs() < 60_000;
    let left: i64 = raw.pttl(&key).await.unwrap();
    assert!(weeks(left, 2), "{left}");
    // Its end changes nothing of that.
    service.sandbox.clock().advance(Duration::from_secs(7 * 24 * 3600));
    let revoked = service.there.revoke_link(&service.cyclr, &service.account, link.id());
    assert!(revoked.await.unwrap());
    let left: i64 = raw.pttl(&key).await.unwrap();
    assert!(weeks(left, 1), "{left}");
    let value: String = raw.get(&key).await.unwrap();
    let (_, secret) = link.expose_url().split_once("cyclr_link=").unwrap();
    assert!(!value.contains(secret) && !key.contains(secret), "{value}");
}
