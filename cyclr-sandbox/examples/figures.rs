//! What a sandbox costs: starting, stopping, memory, threads, and hand-offs.
//!
//! `cargo run --release -p cyclr-sandbox --example figures`, on Linux.
#![allow(clippy::print_stdout, reason = "the figures are its output")]

use std::error::Error;
use std::fs;
use std::time::{Duration, Instant};

use cyclr_oauth::{AccountConnectorId, AccountId, Client, ConnectorAuthUrl, TargetOrigin};
use cyclr_sandbox::{Completion, ConnectorSeed, HttpUser, Sandbox};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const STARTS: usize = 500;
const SANDBOXES: usize = 100;
const FLOWS: usize = 10_000;
const IN_FLIGHT: usize = 100;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    println!("load {}", fs::read_to_string("/proc/loadavg")?.trim());
    start_and_stop();
    at_rest()?;
    hand_offs().await
}

fn start_and_stop() {
    let (mut starts, mut stops) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let begun = Instant::now();
        let sandbox = Sandbox::start_blocking();
        starts.push(begun.elapsed());
        let begun = Instant::now();
        drop(sandbox);
        stops.push(begun.elapsed());
    }
    let [start, stop] = [starts, stops].map(quartiles);
    println!("{STARTS} times, first quartile, median, third: start {start}, stop {stop}");
}

fn quartiles(mut all: Vec<Duration>) -> String {
    all.sort_unstable();
    let parts = [1, 2, 3].map(|part| all.get(all.len() * part / 4).copied().unwrap_or_default());
    parts.map(|it| format!("{} µs", it.as_micros())).join(", ")
}

/// Of sandboxes that nobody has used yet, side by side.
fn at_rest() -> Result<()> {
    let (memory, threads) = (kibibytes("VmRSS")?, threads()?);
    let sandboxes: Vec<_> = (0..SANDBOXES).map(|_| Sandbox::start_blocking()).collect();
    let memory = (kibibytes("VmRSS")? - memory) / SANDBOXES;
    let threads = (self::threads()? - threads) / sandboxes.len();
    println!("{SANDBOXES} at once, each: {memory} KiB, {threads} thread");
    Ok(())
}

async fn hand_offs() -> Result<()> {
    let sandbox = Sandbox::start().await;
    let (client, user) = (sandbox.client_builder().build()?, sandbox.user());
    let account = AccountId::new("Acme-42")?;
    let install = |_| sandbox.install(&account, ConnectorSeed::oauth2("Salesforce"));
    let ids: Vec<_> = (0..IN_FLIGHT).map(install).collect();
    let begun = Instant::now();
    let flows = ids.iter().cycle().take(FLOWS);
    let flows = stream::iter(flows).map(|id| hand_off(&client, &user, &account, *id));
    flows.buffer_unordered(IN_FLIGHT).try_for_each(async |()| Ok(())).await?;
    let (took, peak) = (begun.elapsed(), kibibytes("VmHWM")?);
    println!(
        "{FLOWS} hand-offs, {IN_FLIGHT} in flight: {took:.1?}; at most {peak} KiB, client included"
    );
    Ok(())
}

/// Sign-in token, consent, proof.
async fn hand_off(
    client: &Client,
    user: &HttpUser,
    account: &AccountId,
    id: AccountConnectorId,
) -> Result<()> {
    let url = ConnectorAuthUrl::builder(client.service_domain())
        .id(id)
        .token(client.sign_in_token(account, "ann").await?)
        .target_origin(TargetOrigin::parse("https://partner.example/done")?)
        .build();
    let completion = user.open(url.expose_url()).await?.approve().await?;
    let is_connected = client.account(account).connector(id).await?.authenticated;
    match completion {
        Completion::Redirect(_) if is_connected => Ok(()),
        other => Err(format!("not connected: {other:?}").into()),
    }
}

fn kibibytes(name: &str) -> Result<usize> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|it| it.strip_prefix(name)).ok_or("not on this system")?;
    Ok(line.split_whitespace().nth(1).ok_or("no number")?.parse()?)
}

fn threads() -> Result<usize> {
    Ok(fs::read_dir("/proc/self/task")?.count())
}
