//! What `RedisAttempts` costs next to plain commands on one multiplexed connection:
//! `cargo run --release -p cyclr-oauth-soak --bin throughput`.
//!
//! Each of 64 tasks begins, checks and completes attempts: `SET` with `ZADD`, `GET`, `GETDEL`. It is compared with
//! the same four commands, and with `SET`, `GET` and `GETDEL`, which could not sweep. The three alternate, so that
//! other load on the machine meets all of them; a ratio is the median of those of the rounds.

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
    /// How often all three are measured
    #[arg(long, default_value_t = 9)]
    rounds: usize,
    /// How many attempts in each measurement, for all tasks together
    #[arg(long, default_value_t = 60_000)]
    attempts: u64,
    /// The round trip to the server, in milliseconds; without it, there is nothing in between
    #[arg(long, default_value_t = 0)]
    round_trip: u64,
    /// Threads of the runtime
    #[arg(long, default_value_t = 2)]
    threads: usize,
}

#[derive(Clone)]
enum Way {
    Plain { connection: MultiplexedConnection, with_index: bool },
    Store(RedisAttempts),
}

impl Way {
    async fn round(&mut self, key: &str) {
        let taken = match self {
            Self::Plain { connection, with_index } => {
                let (index, key) = ("plain:due", ["plain:", key].concat());
                let mut insert = redis::pipe();
                insert.cmd("SET").arg(&key).arg("value").arg("PX").arg(3_600_000).ignore();
                if *with_index {
                    insert.cmd("ZADD").arg(index).arg(4_000_000_000_u64).arg(&key).ignore();
                }
                let () = insert.query_async(connection).await.unwrap();
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
    let connection = client.get_multiplexed_async_connection().await.unwrap();
    let ways = [
        Way::Store(RedisAttempts::connect(&url).await.unwrap()),
        Way::Plain { connection: connection.clone(), with_index: true },
        Way::Plain { connection, with_index: false },
    ];
    for way in &ways {
        attempts_per_second(way, arguments).await;
    }
    let (mut same, mut fewer) = (Vec::new(), Vec::new());
    for round in 0..arguments.rounds {
        let mut rates = [0.0; 3];
        // Each comes first in turn.
        for turn in 0..ways.len() {
            let way = (round + turn) % ways.len();
            rates[way] = attempts_per_second(&ways[way], arguments).await;
        }
        let [store, with_index, without] = rates;
        println!(
            "store {store:.0}/s, the same commands {with_index:.0}/s, without index {without:.0}/s"
        );
        same.push(store / with_index);
        fewer.push(store / without);
    }
    println!();
    for (ratios, of) in [(&mut same, "the same commands"), (&mut fewer, "SET, GET and GETDEL")] {
        ratios.sort_by(f64::total_cmp);
        let (least, most) = (ratios[0], ratios[ratios.len() - 1]);
        let median = ratios[ratios.len() / 2];
        println!("{median:.3} × the throughput of {of} ({least:.3} to {most:.3})");
    }
}

async fn attempts_per_second(way: &Way, arguments: &Arguments) -> f64 {
    let (left, mut tasks) = (Arc::new(AtomicU64::new(arguments.attempts)), JoinSet::new());
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
    let attempts = arguments.attempts as f64;
    attempts / start.elapsed().as_secs_f64()
}
