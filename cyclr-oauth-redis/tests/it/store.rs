//! What an attempt store has to do.

use std::sync::Arc;
use std::time::Duration;

use cyclr_oauth::completion::AttemptStore;
use cyclr_oauth_redis::RedisAttempts;
use redis::AsyncCommands;
use tokio::sync::Barrier;

use crate::server::RedisServer;

const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test]
#[ignore = "needs redis-server"]
async fn a_value_is_remembered_and_taken_once() {
    let server = RedisServer::start();
    let store = server.connect().await;
    assert_eq!(store.get("key").await.unwrap(), None);
    assert_eq!(store.take("key").await.unwrap(), None);

    store.insert("key", "välue", HOUR).await.unwrap();
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
async fn a_key_that_stands_is_an_error_and_stays_as_it_is() {
    let server = RedisServer::start();
    let store = server.connect().await;
    store.insert("key", "first", HOUR).await.unwrap();
    let error = store.insert("key", "second", HOUR * 2).await.unwrap_err();
    assert_eq!(error.to_string(), "there is an attempt under this key already");
    assert_eq!(store.get("key").await.unwrap().as_deref(), Some("first"));
    let left: i64 = server.raw().await.pttl("cyclr-oauth:attempt:key").await.unwrap();
    assert!(left <= 3_600_000, "{left}");
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn keys_have_a_prefix() {
    let server = RedisServer::start();
    let store = server.connect().await;
    let staging = store.clone().with_key_prefix("staging:");
    store.insert("key", "value", HOUR).await.unwrap();
    assert_eq!(staging.take("key").await.unwrap(), None);
    staging.insert("key", "other", HOUR).await.unwrap();

    let mut keys: Vec<String> = server.raw().await.keys("*").await.unwrap();
    keys.sort();
    assert_eq!(keys, ["cyclr-oauth:attempt:key", "staging:key"]);
    assert_eq!(RedisAttempts::KEY_PREFIX, "cyclr-oauth:attempt:");
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn the_server_forgets_by_itself() {
    let server = RedisServer::start();
    let (store, mut raw) = (server.connect().await, server.raw().await);
    store.insert("hour", "value", HOUR).await.unwrap();
    let left: i64 = raw.pttl("cyclr-oauth:attempt:hour").await.unwrap();
    assert!((3_500_000..=3_600_000).contains(&left), "{left}");

    // Nothing asks for it by its name, which would make the server look at its time.
    store.insert("moment", "value", Duration::from_millis(50)).await.unwrap();
    let end = tokio::time::Instant::now() + Duration::from_secs(30);
    while server.keys().await != 1 {
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
    store.insert("none", "value", Duration::ZERO).await.unwrap();
    store.insert("short", "value", Duration::from_nanos(1)).await.unwrap();
    store.insert("long", "value", Duration::MAX).await.unwrap();
    let left: i64 = raw.pttl("cyclr-oauth:attempt:long").await.unwrap();
    assert!(left > 1 << 60, "{left}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "needs redis-server"]
async fn one_of_64_takes_it() {
    let server = RedisServer::start();
    let mut stores = Vec::new();
    for _ in 0..4 {
        stores.push(server.connect().await);
    }
    for round in 0..200 {
        let key = round.to_string();
        stores[0].insert(&key, "value", HOUR).await.unwrap();
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
