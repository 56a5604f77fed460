//! What `RedisAttempts` costs beside the same plain commands on one multiplexed connection:
//! `cargo run --release -p cyclr-oauth-soak --bin throughput`.
//!
//! Each of 64 tasks repeats `SET … PX … NX`, `GET`, `GETDEL`. The two alternate, so that what else the machine does
//! meets both; the ratio is the median of the pairs'.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use clap::Parser;
use cyclr_oauth::completion::AttemptStore;
use cyclr_oauth_redis::RedisAttempts;
use cyclr_oauth_soak::redis_server::{Network, RedisServer};
use redis::aio::MultiplexedConnection;
use tokio::task::JoinSet;
use tokio::time::Instant;

#[derive(Parser)]
struct Arguments {
    #[arg(long, default_value_t = 64)]
    tasks: u64,
    /// How many pairs of runs
    #[arg(long, default_value_t = 11)]
    pairs: usize,
    /// Rounds of three commands, for all tasks together
    #[arg(long, default_value_t = 60_000)]
    rounds: u64,
    /// The round trip to the server, in milliseconds; without it, there is nothing in between
    #[arg(long, default_value_t = 0)]
    round_trip: u64,
    /// Threads of the runtime
    #[arg(long, default_value_t = 2)]
    threads: usize,
}

#[derive(Clone)]
enum Way {
    Plain(MultiplexedConnection),
    Store(RedisAttempts),
}

impl Way {
    async fn round(&mut self, key: &str) {
        let taken = match self {
            Self::Plain(connection) => {
                let key = ["cyclr-oauth:attempt:", key].concat();
                let mut set = redis::cmd("SET");
                set.arg(&key).arg("value").arg("PX").arg(3_600_000).arg("NX");
                let done: Option<String> = set.query_async(connection).await.unwrap();
                assert!(done.is_some());
                let value: Option<String> =
                    redis::cmd("GET").arg(&key).query_async(connection).await.unwrap();
                assert!(value.is_some());
                redis::cmd("GETDEL").arg(&key).query_async(connection).await.unwrap()
            }
            Self::Store(store) => {
                store.insert(cyclr_oauth_soak::entry(key, "value")).await.unwrap();
                assert!(store.get(key).await.unwrap().is_some());
                store.take(key).await.unwrap()
            }
        };
        assert_eq!(taken.as_deref(), Some("value"));
    }
}

fn main() {
    let arguments = Arguments::parse();
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime
        .worker_threads(arguments.threads)
        .enable_all()
        .build()
        .unwrap()
        .block_on(compare(&arguments));
}

async fn compare(arguments: &Arguments) {
    let server = RedisServer::start().await;
    let network = Network::to(&server, Duration::from_millis(arguments.round_trip)).await;
    let url = if arguments.round_trip == 0 { server.url() } else { network.url() };
    let client = redis::Client::open(url.as_str()).unwrap();
    let plain = Way::Plain(client.get_multiplexed_async_connection().await.unwrap());
    let store = Way::Store(RedisAttempts::connect(&url).await.unwrap());
    for way in [&plain, &store] {
        commands_per_second(way, arguments).await;
    }
    let mut pairs = Vec::new();
    for pair in 0..arguments.pairs {
        // Whichever comes second may find a warmer machine.
        let (plain, store) = if pair % 2 == 0 {
            let plain = commands_per_second(&plain, arguments).await;
            (plain, commands_per_second(&store, arguments).await)
        } else {
            let store = commands_per_second(&store, arguments).await;
            (commands_per_second(&plain, arguments).await, store)
        };
        println!("plain {plain:.0}/s, store {store:.0}/s: {:.3}", store / plain);
        pairs.push(store / plain);
    }
    pairs.sort_by(f64::total_cmp);
    println!(
        "\n{} tasks: {:.3} × the throughput of plain commands ({:.3} to {:.3})",
        arguments.tasks,
        pairs[pairs.len() / 2],
        pairs[0],
        pairs[pairs.len() - 1]
    );
}

async fn commands_per_second(way: &Way, arguments: &Arguments) -> f64 {
    let (left, mut tasks) = (Arc::new(AtomicU64::new(arguments.rounds)), JoinSet::new());
    let start = Instant::now();
    for _ in 0..arguments.tasks {
        let (left, mut way) = (Arc::clone(&left), way.clone());
        tasks.spawn(async move {
            let next =
                || left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1));
            while let Ok(number) = next() {
                way.round(&number.to_string()).await;
            }
        });
    }
    tasks.join_all().await;
    #[expect(clippy::cast_precision_loss, reason = "far from 2^52")]
    let commands = (3 * arguments.rounds) as f64;
    commands / start.elapsed().as_secs_f64()
}
