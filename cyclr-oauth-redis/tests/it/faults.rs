//! Faults under load, short ones and ones that last longer than a call may: when calls succeed again, how many connections
//! are opened, and that no command is sent twice.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use cyclr_oauth::completion::AttemptStore;
use cyclr_oauth_redis::RedisAttempts;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::proxy::Proxy;
use crate::server::{RedisServer, entry};

const HOUR: Duration = Duration::from_secs(3600);
const SHORT: Duration = Duration::from_millis(800);
/// Longer than the five seconds of a call.
const LONG: Duration = Duration::from_millis(7500);
/// A pause between two attempts to connect, and as much again for a machine that is busy.
const SOON: Duration = Duration::from_secs(5);
/// Sixty calls a second.
const GAP: Duration = Duration::from_millis(16);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    Stop,
    Kill,
    Pause,
    OutOfMemory,
    Replica,
}

impl Fault {
    async fn begin(self, server: &mut RedisServer, length: Duration) {
        match self {
            Self::Stop => server.freeze(),
            Self::Kill => server.stop(),
            Self::Pause => {
                let milliseconds = length.as_millis().to_string();
                command(server, &["CLIENT", "PAUSE", &milliseconds, "ALL"]).await;
            }
            Self::OutOfMemory => command(server, &["CONFIG", "SET", "maxmemory", "1"]).await,
            Self::Replica => command(server, &["REPLICAOF", "127.0.0.1", "1"]).await,
        }
    }

    async fn end(self, server: &mut RedisServer) {
        match self {
            Self::Stop => server.thaw(),
            Self::Kill => server.start_again(),
            Self::Pause => {}
            Self::OutOfMemory => command(server, &["CONFIG", "SET", "maxmemory", "0"]).await,
            Self::Replica => command(server, &["REPLICAOF", "NO", "ONE"]).await,
        }
    }
}

async fn command(server: &RedisServer, words: &[&str]) {
    redis::cmd(words[0]).arg(&words[1..]).exec_async(&mut server.raw().await).await.unwrap();
}

struct Call {
    begun: Instant,
    ended: Instant,
    result: Result<(), String>,
}

async fn recovers(fault: Fault, length: Duration) {
    let mut server = RedisServer::start();
    let proxy = Proxy::to(server.port()).await;
    proxy.set_round_trip(20);
    let store = RedisAttempts::connect(&proxy.url()).await.unwrap();
    let (calls, mut running) = (Arc::new(Mutex::new(Vec::new())), JoinSet::new());
    let load = {
        let (calls, store) = (Arc::clone(&calls), store.clone());
        tokio::spawn(async move {
            for number in 0.. {
                let (calls, store) = (Arc::clone(&calls), store.clone());
                running.spawn(async move {
                    let begun = Instant::now();
                    let result = insert_and_take(&store, &format!("key-{number}")).await;
                    calls.lock().unwrap().push(Call { begun, ended: Instant::now(), result });
                });
                sleep(GAP).await;
            }
        })
    };
    sleep(Duration::from_millis(500)).await;
    assert_eq!(proxy.connections(), 1);
    fault.begin(&mut server, length).await;
    sleep(length).await;
    let connections = proxy.connections() - 1;
    fault.end(&mut server).await;
    let over = Instant::now();
    sleep(SOON + Duration::from_secs(2)).await;
    load.abort();

    let calls = calls.lock().unwrap();
    let succeeded = calls.iter().filter(|call| call.result.is_ok() && call.ended >= over);
    let first = succeeded.map(|call| call.ended - over).min();
    assert!(first.is_some_and(|first| first <= SOON), "the first success: {first:?}");
    for call in calls.iter().filter(|call| call.begun >= over + SOON) {
        assert_eq!(call.result, Ok(()), "{:?} after the fault", call.begun - over);
    }
    let longest = calls.iter().map(|call| call.ended - call.begun).max().unwrap();
    // An insert and a take.
    assert!(longest <= Duration::from_secs(12), "{longest:?}");

    // One a second, and the first few, which come faster.
    let most = match fault {
        Fault::OutOfMemory => 0,
        Fault::Replica => 1 + length.as_secs() / 2,
        _ => 3 + length.as_secs(),
    };
    assert!(connections as u64 <= most, "{connections} connections in {length:?}");
    assert_eq!(proxy.seen_twice(), Vec::<String>::new());
    if [Fault::OutOfMemory, Fault::Replica].contains(&fault) {
        let refused = calls.iter().filter(|call| {
            call.result.as_ref().is_err_and(|error| error.contains("refused a command"))
        });
        assert!(refused.count() > 10, "the fault is not one");
    }
}

async fn insert_and_take(store: &RedisAttempts, key: &str) -> Result<(), String> {
    store.insert(entry(key, "value", HOUR)).await.map_err(|error| error.to_string())?;
    match store.take(key).await {
        Ok(Some(value)) if value == "value" => Ok(()),
        Ok(Some(value)) => panic!("{value}"),
        Ok(None) => Err("it has been forgotten".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

macro_rules! faults {
    ($($name:ident: $fault:ident, $length:ident;)*) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        #[ignore = "needs redis-server"]
        async fn $name() {
            recovers(Fault::$fault, $length).await;
        }
    )*};
}

faults! {
    a_short_stop: Stop, SHORT;
    a_long_stop: Stop, LONG;
    a_short_absence: Kill, SHORT;
    a_long_absence: Kill, LONG;
    a_short_pause: Pause, SHORT;
    a_long_pause: Pause, LONG;
    a_short_lack_of_memory: OutOfMemory, SHORT;
    a_long_lack_of_memory: OutOfMemory, LONG;
    a_short_time_as_a_replica: Replica, SHORT;
    a_long_time_as_a_replica: Replica, LONG;
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn a_refused_connection_is_tried_again_while_there_is_time() {
    let mut server = RedisServer::start();
    let store = server.connect().await;
    server.stop();
    let call = tokio::spawn(async move { store.insert(entry("key", "value", HOUR)).await });
    sleep(Duration::from_millis(1200)).await;
    assert!(!call.is_finished(), "it has failed at once");
    server.start_again();
    call.await.unwrap().unwrap();
    assert_eq!(server.keys().await, 2);
}

#[tokio::test]
#[ignore = "needs redis-server"]
async fn under_load_nothing_is_checked() {
    let server = RedisServer::start();
    let store = server.connect().await;
    // Long enough that a connection counts as silent, unless it has just answered.
    sleep(Duration::from_millis(300)).await;
    let mut tasks = JoinSet::new();
    for task in 0..64 {
        let store = store.clone();
        tasks.spawn(async move {
            for round in 0..50 {
                insert_and_take(&store, &format!("{task}-{round}")).await.unwrap();
            }
        });
    }
    tasks.join_all().await;
    let info: String =
        redis::cmd("INFO").arg("commandstats").query_async(&mut server.raw().await).await.unwrap();
    let count = |name: &str| -> usize {
        let line = info.lines().find_map(|line| line.strip_prefix(name));
        line.map_or(0, |line| line.split_once(',').unwrap().0.parse().unwrap())
    };
    assert_eq!(count("cmdstat_getdel:calls="), 64 * 50);
    let pings = count("cmdstat_ping:calls=");
    assert!(pings < 64, "{pings} times for {} commands", 2 * 64 * 50);
}
