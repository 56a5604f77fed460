//! Servers that are gone, silent, or lose an answer: an error in bounded time, and none when they are back.

use std::time::{Duration, Instant};

use cyclr_oauth::completion::AttemptStore;
use cyclr_oauth_redis::RedisAttempts;
use redis::AsyncCommands;
use tokio::net::TcpListener;
use tokio::time::{sleep, timeout};

use crate::proxy::Proxy;
use crate::server::{RedisServer, entry, free_port};

const HOUR: Duration = Duration::from_secs(3600);
/// What is promised, and as much again for a machine that is busy.
const BOUND: Duration = Duration::from_secs(10);

#[tokio::test]
async fn where_nothing_listens() {
    let start = Instant::now();
    let url = format!("redis://127.0.0.1:{}/", free_port());
    let error = RedisAttempts::connect(&url).await.unwrap_err();
    assert_eq!(error.to_string(), "there is no connection to the Redis server");
    let reason = std::error::Error::source(&error).unwrap().to_string();
    assert!(reason.to_lowercase().contains("connection refused"), "{reason}");
    assert!(start.elapsed() < BOUND);
}

#[tokio::test]
async fn a_silent_server_delays_no_call_beyond_its_limit() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("redis://{}/", listener.local_addr().unwrap());
    let start = Instant::now();
    let store = RedisAttempts::from_client(redis::Client::open(url).unwrap());
    // However many wait for each other.
    let calls = (0..16).map(|_| {
        let store = store.clone();
        tokio::spawn(async move { store.take("key").await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap_err();
    }
    assert!(start.elapsed() < BOUND);
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn gone_and_back_on_the_same_port() {
    let mut server = RedisServer::start();
    let store = server.connect().await;
    store.insert(entry("key", "value", HOUR)).await.unwrap();

    server.stop();
    for _ in 0..2 {
        let start = Instant::now();
        let (insert, get, take) = tokio::join!(
            store.insert(entry("other", "value", HOUR)),
            store.get("key"),
            store.take("key")
        );
        insert.unwrap_err();
        get.unwrap_err();
        take.unwrap_err();
        assert!(start.elapsed() < BOUND);
    }

    server.start_again();
    // The first call already.
    store.insert(entry("key", "new", HOUR)).await.unwrap();
    assert_eq!(store.take("key").await.unwrap().as_deref(), Some("new"));
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn connections_that_ended_unnoticed_fail_no_call() {
    let mut server = RedisServer::start();
    let store = server.connect().await;
    for command in ["insert", "get", "take"] {
        server.stop();
        server.start_again();
        match command {
            "insert" => store.insert(entry("key", "value", HOUR)).await.unwrap(),
            "get" => assert_eq!(store.get("key").await.unwrap(), None),
            _ => assert_eq!(store.take("key").await.unwrap(), None),
        }
    }
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn a_server_that_has_frozen() {
    let server = RedisServer::start();
    let store = server.connect().await;
    store.insert(entry("key", "value", HOUR)).await.unwrap();

    server.freeze();
    let start = Instant::now();
    store.get("key").await.unwrap_err();
    assert!(start.elapsed() < BOUND);
    let start = Instant::now();
    store.take("key").await.unwrap_err();
    assert!(start.elapsed() < BOUND);

    server.thaw();
    // It was asked for by a `PING` alone.
    assert_eq!(store.take("key").await.unwrap().as_deref(), Some("value"));
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn a_server_that_refuses_connections_is_tried_again() {
    let server = RedisServer::start();
    let store = server.connect().await;
    let mut raw = server.raw().await;
    let config = |name: &str, value: &str| {
        let mut command = redis::cmd("CONFIG");
        command.arg("SET").arg(name).arg(value);
        command
    };
    let mut kill = redis::cmd("CLIENT");
    kill.arg("KILL").arg("TYPE").arg("normal").arg("SKIPME").arg("yes");

    config("maxclients", "1").exec_async(&mut raw).await.unwrap();
    kill.exec_async(&mut raw).await.unwrap();
    store.get("key").await.unwrap_err();
    store.get("key").await.unwrap_err();
    config("maxclients", "100").exec_async(&mut raw).await.unwrap();
    assert_eq!(store.get("key").await.unwrap(), None);
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn a_connection_that_has_gone_silent_is_replaced() {
    let server = RedisServer::start();
    let proxy = Proxy::to(server.port()).await;
    let store = RedisAttempts::connect(&proxy.url()).await.unwrap();
    store.insert(entry("key", "value", HOUR)).await.unwrap();

    proxy.silence();
    let start = Instant::now();
    assert_eq!(store.take("key").await.unwrap().as_deref(), Some("value"));
    assert!(start.elapsed() < BOUND);
}

/// Even while others still wait for answers on it.
#[tokio::test]
#[ignore = "needs redis-server"]
async fn a_connection_that_has_gone_silent_under_load_takes_no_more_commands() {
    let server = RedisServer::start();
    let proxy = Proxy::to(server.port()).await;
    let store = RedisAttempts::connect(&proxy.url()).await.unwrap();
    let load = (0..4).map(|_| {
        let store = store.clone();
        tokio::spawn(async move { while store.get("key").await.is_ok() {} })
    });
    let load: Vec<_> = load.collect();
    sleep(Duration::from_millis(50)).await;
    proxy.silence();
    sleep(Duration::from_millis(300)).await;
    assert_eq!(store.get("key").await.unwrap(), None);
    for task in load {
        task.abort();
    }
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn reconnecting_pauses_if_every_command_ends_the_connection() {
    let server = RedisServer::start();
    let proxy = Proxy::losing("GET", server.port()).await;
    let store = RedisAttempts::from_client(redis::Client::open(proxy.url()).unwrap());
    let end = Instant::now() + Duration::from_secs(2);
    for n in 0.. {
        if Instant::now() > end {
            break;
        }
        store.get(&format!("key {n}")).await.unwrap_err();
    }
    assert!((2..20).contains(&proxy.connections()), "{}", proxy.connections());
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn a_wrong_password_is_not_sent_with_every_call() {
    let server = RedisServer::start();
    let proxy = Proxy::to(server.port()).await;
    let url = proxy.url().replace("redis://", "redis://ann:wr0ng@");
    let store = RedisAttempts::from_client(redis::Client::open(url).unwrap());
    for _ in 0..100 {
        store.get("key").await.unwrap_err();
    }
    assert!(proxy.connections() < 10, "{}", proxy.connections());
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn a_connection_that_has_served_is_replaced_without_a_pause() {
    let server = RedisServer::start();
    let proxy = Proxy::losing("GETDEL", server.port()).await;
    let store = RedisAttempts::connect(&proxy.url()).await.unwrap();
    let ten = async {
        for n in 0..10 {
            let key = format!("key {n}");
            store.insert(entry(&key, "value", HOUR)).await.unwrap();
            store.take(&key).await.unwrap_err();
        }
    };
    // With pauses, it would take 15 seconds.
    timeout(BOUND, ten).await.unwrap();
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn a_check_that_is_refused_leaves_the_connection_in_use() {
    let server = RedisServer::start();
    let mut rule = redis::cmd("ACL");
    rule.arg("SETUSER").arg("ann").arg("on").arg(">p4ss").arg("~*").arg("+@all").arg("-ping");
    rule.exec_async(&mut server.raw().await).await.unwrap();
    let proxy = Proxy::to(server.port()).await;
    let url = proxy.url().replace("redis://", "redis://ann:p4ss@");
    let store = RedisAttempts::connect(&url).await.unwrap();
    for _ in 0..3 {
        assert_eq!(store.get("key").await.unwrap(), None);
    }
    assert_eq!(proxy.connections(), 1);
}

#[test]
#[ignore = "needs redis-server"]
fn a_caller_reconnects_if_the_runtime_that_was_connecting_ends() {
    let server = RedisServer::start();
    let runtime = || tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let (first, second) = (runtime(), runtime());
    let proxy = second.block_on(Proxy::to(server.port()));
    proxy.silence_the_first(1);
    let store = RedisAttempts::from_client(redis::Client::open(proxy.url()).unwrap());
    let begin = {
        let store = store.clone();
        first.spawn(async move { store.get("key").await })
    };
    second.block_on(async {
        while proxy.connections() == 0 {
            sleep(Duration::from_millis(5)).await;
        }
        let waiting = tokio::spawn(async move { store.get("key").await });
        sleep(Duration::from_millis(100)).await;
        begin.abort();
        first.shutdown_background();
        assert_eq!(waiting.await.unwrap().unwrap(), None);
    });
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn a_server_that_has_become_a_replica_is_left() {
    let (old, new) = (RedisServer::start(), RedisServer::start());
    let proxy = Proxy::to(old.port()).await;
    let store = RedisAttempts::connect(&proxy.url()).await.unwrap();
    store.insert(entry("key", "value", HOUR)).await.unwrap();

    let mut replicate = redis::cmd("REPLICAOF");
    replicate.arg("127.0.0.1").arg(new.port());
    replicate.exec_async(&mut old.raw().await).await.unwrap();
    proxy.lead_to(new.port());
    // It still answers a `PING`.
    store.insert(entry("other", "value", HOUR)).await.unwrap_err();
    store.insert(entry("other", "value", HOUR)).await.unwrap();
    assert_eq!(new.keys().await, 2);
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn a_lost_getdel_reply_is_an_error_and_is_not_retried() {
    let server = RedisServer::start();
    let proxy = Proxy::losing("GETDEL", server.port()).await;
    let store = RedisAttempts::connect(&proxy.url()).await.unwrap();
    store.insert(entry("key", "value", HOUR)).await.unwrap();

    let error = store.take("key").await.unwrap_err();
    assert_eq!(error.to_string(), "the Redis server refused a command, or its reply was lost");
    assert_eq!(proxy.seen("GETDEL"), 1);
    assert_eq!(server.keys().await, 1, "the index");
    assert_eq!(store.take("key").await.unwrap(), None);
    assert_eq!(proxy.seen("GETDEL"), 2);
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn a_lost_set_reply_is_an_error_and_is_not_retried() {
    let server = RedisServer::start();
    let proxy = Proxy::losing("SET", server.port()).await;
    let store = RedisAttempts::connect(&proxy.url()).await.unwrap();
    store.insert(entry("key", "value", HOUR)).await.unwrap_err();
    assert_eq!(proxy.seen("SET"), 1);
    let left: i64 = server.raw().await.pttl("cyclr-oauth:attempt:key").await.unwrap();
    assert!(left > 0, "{left}");
}

#[test]
#[ignore = "needs redis-server"]
fn a_connection_of_a_runtime_that_has_ended_fails_no_call() {
    let server = RedisServer::start();
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let store = runtime().block_on(server.connect());
    assert_eq!(runtime().block_on(store.get("key")).unwrap(), None);
}
