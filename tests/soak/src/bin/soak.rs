//! Checks that everything recovers by itself after faults that last minutes, under load: `cargo run
//! --release -p cyclr-oauth-soak --bin soak`.
//!
//! It takes five minutes, needs `redis-server` and some 10,000 open files, and fails where a target is missed:
//!
//! - the first call succeeds within one token latency and 10 s after the fault;
//! - of the calls that begin after that time, at most one in a hundred fails;
//! - during the fault, at most one token request (or connection to Redis) a second is sent.
//!
//! `--quick` has the short faults only, and takes a minute. `--only hang/65s` has those cells whose name
//! contains it.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use cyclr_oauth::completion::AttemptStore;
use cyclr_oauth::{AccountId, ApiDomain, Client, Secret, ServiceDomain};
use cyclr_oauth_redis::RedisAttempts;
use cyclr_oauth_soak::load::{Arrivals, Calls, LATE, class};
use cyclr_oauth_soak::redis_server::{self, Network, RedisServer};
use cyclr_oauth_soak::token_endpoint::{self, TokenEndpoint};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

/// How soon a call must succeed after the end of a fault and one token latency.
const TARGET: Duration = Duration::from_secs(10);
/// How long the load continues after that.
const AFTER: Duration = Duration::from_secs(10);

#[derive(Clone, Parser)]
struct Arguments {
    /// Faults of 10 s only
    #[arg(long)]
    quick: bool,
    /// Only cells whose name contains this text
    #[arg(long, value_name = "CELL", default_value = "")]
    only: String,
    /// Calls a second, in each cell
    #[arg(long, default_value_t = 100.0)]
    rate: f64,
    /// How long the healthy token endpoint takes, in milliseconds
    #[arg(long, default_value_t = 200)]
    token_latency: u64,
    /// The round trip to Redis, in milliseconds
    #[arg(long, default_value_t = 20)]
    round_trip: u64,
}

#[derive(Clone, Copy)]
enum Fault {
    Token(token_endpoint::Fault),
    Redis(redis_server::Fault),
}

#[derive(Clone)]
struct Cell {
    name: String,
    fault: Fault,
    length: Duration,
    arrivals: Arrivals,
}

struct Report {
    name: String,
    first_success: Option<Duration>,
    failed_late: (usize, usize),
    /// Token requests or connections during the fault.
    per_second: f64,
    /// The largest delay of a call's start.
    latest: Duration,
    succeeded: usize,
    errors: BTreeMap<String, usize>,
    misses: Vec<&'static str>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let cells = cells(&arguments);
    let number = cells.len();
    println!("{number} cells, {} calls a second in each\n", arguments.rate);
    println!(
        "| cell | first success after | failed later | sent, a second | succeeded | failed | |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | --- |");
    let (redis, token): (Vec<_>, Vec<_>) =
        cells.into_iter().partition(|cell| matches!(cell.fault, Fault::Redis(_)));
    let mut reports = Vec::new();
    // Running all at once would overload a small machine.
    for cells in [token, redis] {
        let mut running = JoinSet::new();
        for cell in cells {
            running.spawn(run(cell, arguments.clone()));
        }
        while let Some(report) = running.join_next().await {
            let report = report.unwrap();
            print(&report);
            reports.push(report);
        }
    }
    reports.sort_by(|a, b| a.name.cmp(&b.name));
    println!();
    for Report { name, errors, .. } in &reports {
        for (error, count) in errors {
            println!("{name}: {count} × {error}");
        }
    }
    let latest = reports.iter().map(|report| report.latest).max().unwrap_or_default();
    if latest > LATE {
        println!(
            "\ncalls began {latest:.1?} late: this machine is too slow for them; choose a lower --rate"
        );
    }
    let failed = reports.iter().filter(|report| !report.misses.is_empty()).count();
    println!("\n{failed} of {number} cells missed a target");
    if failed == 0 && number > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn cells(arguments: &Arguments) -> Vec<Cell> {
    let token =
        token_endpoint::Fault::ALL.map(|(fault, name)| (Fault::Token(fault), "token", name));
    let redis = redis_server::Fault::ALL.map(|(fault, name)| (Fault::Redis(fault), "redis", name));
    let mut cells = Vec::new();
    for (fault, what, name) in token.into_iter().chain(redis) {
        for seconds in if arguments.quick { &[10][..] } else { &[10, 65, 120] } {
            for arrivals in [Arrivals::Steady, Arrivals::Poisson] {
                let name = format!("{what}/{name}/{seconds}s/{}", arrivals.name());
                if name.contains(&arguments.only) {
                    cells.push(Cell {
                        name,
                        fault,
                        length: Duration::from_secs(*seconds),
                        arrivals,
                    });
                }
            }
        }
    }
    cells
}

fn print(report: &Report) {
    let Report {
        name,
        first_success,
        failed_late,
        per_second,
        succeeded,
        errors,
        misses,
        latest: _,
    } = report;
    let first =
        first_success.map_or("never".to_owned(), |time| format!("{:.2} s", time.as_secs_f64()));
    let failed: usize = errors.values().sum();
    let verdict =
        if misses.is_empty() { "ok".to_owned() } else { format!("**{}**", misses.join(", ")) };
    println!(
        "| {name} | {first} | {} of {} | {per_second:.2} | {succeeded} | {failed} | {verdict} |",
        failed_late.0, failed_late.1
    );
}

async fn run(cell: Cell, arguments: Arguments) -> Report {
    match cell.fault {
        Fault::Token(fault) => token(cell, fault, arguments).await,
        Fault::Redis(fault) => redis(cell, fault, arguments).await,
    }
}

async fn token(cell: Cell, fault: token_endpoint::Fault, arguments: Arguments) -> Report {
    let latency = Duration::from_millis(arguments.token_latency);
    let endpoint = TokenEndpoint::start(fault, latency).await;
    let client = Client::builder()
        .api_domain(ApiDomain::parse(&endpoint.url()).unwrap())
        .client_credentials("id", Secret::from("s3cr3t"))
        .service_domain(ServiceDomain::parse(&endpoint.url()).unwrap())
        .build()
        .unwrap();
    let account = AccountId::new("Acme-42").unwrap();

    let calls = Calls::default();
    let over = Instant::now() + cell.length;
    let recovered = over + latency + TARGET;
    let load = calls.make(cell.arrivals, arguments.rate, recovered + AFTER, || {
        let (client, account) = (client.clone(), account.clone());
        async move {
            let token = client.sign_in_token(&account, "example_user").await;
            token.map(drop).map_err(|error| class(&error))
        }
    });
    let faults = async {
        sleep_until(over).await;
        let requests = endpoint.token_requests();
        endpoint.recover();
        requests
    };
    let (latest, requests) = tokio::join!(load, faults);
    Report { latest, ..report(&cell, &calls, over, recovered, requests) }
}

async fn redis(cell: Cell, fault: redis_server::Fault, arguments: Arguments) -> Report {
    let mut server = RedisServer::start().await;
    let network = Network::to(&server, Duration::from_millis(arguments.round_trip)).await;
    let store = RedisAttempts::connect(&network.url()).await.unwrap();

    let calls = Calls::default();
    let begin = Instant::now() + Duration::from_secs(1);
    let expected = begin + cell.length;
    let load = calls.make(cell.arrivals, arguments.rate, expected + TARGET + AFTER, || {
        let (store, key) = (store.clone(), format!("{:032x}", fastrand::u128(..)));
        async move { insert_and_take(&store, &key).await }
    });
    let faults = async {
        sleep_until(begin).await;
        let before = network.connections();
        server.begin(fault, cell.length).await;
        sleep_until(expected).await;
        let connections = network.connections() - before;
        server.end(fault).await;
        (Instant::now(), connections)
    };
    let (latest, (over, connections)) = tokio::join!(load, faults);
    Report { latest, ..report(&cell, &calls, over, over + TARGET, connections) }
}

async fn insert_and_take(store: &RedisAttempts, key: &str) -> Result<(), String> {
    let entry = cyclr_oauth_soak::entry(key, "value");
    store.insert(entry).await.map_err(|error| format!("insert: {}", class(&*error)))?;
    let value = store.take(key).await.map_err(|error| format!("take: {}", class(&*error)))?;
    // A killed server has lost it.
    value.map(drop).ok_or_else(|| "take: nothing there".to_owned())?;
    match store.take(key).await {
        Ok(Some(_)) => panic!("a value was taken twice"),
        Ok(None) => Ok(()),
        Err(error) => Err(format!("second take: {}", class(&*error))),
    }
}

fn report(
    cell: &Cell,
    calls: &Calls,
    over: Instant,
    recovered: Instant,
    requests: usize,
) -> Report {
    let first_success = calls.first_success(over);
    let failed_late = calls.failed_since(recovered);
    let (succeeded, errors) = calls.classes();
    let seconds = cell.length.as_secs_f64();
    let mut misses = Vec::new();
    if first_success.is_none_or(|time| over + time > recovered) {
        misses.push("late");
    }
    if failed_late.1 == 0 || failed_late.0 * 100 > failed_late.1 {
        misses.push("fails when all is well");
    }
    #[expect(clippy::cast_precision_loss, reason = "far from 2^52")]
    let per_second = requests as f64 / seconds;
    // The rate doesn't count the request at the very start.
    #[expect(clippy::cast_precision_loss, reason = "far from 2^52")]
    if requests.saturating_sub(1) as f64 > seconds {
        misses.push("sent too much");
    }
    Report {
        name: cell.name.clone(),
        first_success,
        failed_late,
        per_second,
        latest: Duration::ZERO,
        succeeded,
        errors,
        misses,
    }
}
