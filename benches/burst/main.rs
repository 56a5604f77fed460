//! A thousand calls at once on a client that has no connection yet, over TLS: HTTP/1.1 against HTTP/2.
//!
//! The calls are made in a separate process. Time is wall clock, from the first call to the last
//! response, with the access token. Medians of five runs, alternating.

mod server;

use std::process::Command;
use std::time::Instant;

use cyclr_oauth::client::{HttpOptions, RootCertificates};
use cyclr_oauth::{AccountId, ApiDomain, Client, Secret, ServiceDomain};

use crate::server::Server;

const CALLS: usize = 1_000;
const RUNS: usize = 5;

/// A client's options, and what the server offers.
const KINDS: [(&str, &str, bool); 3] = [
    ("HTTP/1.1, 1,000 connections allowed", "1000", false),
    ("HTTP/1.1, 100 connections (the default)", "100", false),
    ("HTTP/2", "100", true),
];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [_, "call", port, connections] => {
            call(port.parse().unwrap(), connections.parse().unwrap());
        }
        _ => report(),
    }
}

fn report() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let mut runs = KINDS.map(|_| Vec::new());
    for _ in 0..RUNS {
        for ((_, connections, http2), runs) in KINDS.iter().zip(&mut runs) {
            let server = runtime.block_on(Server::start(*http2));
            let output = Command::new(std::env::current_exe().unwrap())
                .args(["call", &server.port.to_string(), connections])
                .env("AUTHORITY", &server.authority)
                .output()
                .unwrap();
            let text = String::from_utf8(output.stdout).unwrap();
            let numbers: Vec<u64> = text.lines().map(|line| line.parse().unwrap()).collect();
            runs.push((numbers[0], numbers[1], server.accepted()));
        }
    }
    println!("\n| 1,000 cold calls over TLS | ms | CPU of the caller, ms | connections |");
    println!("| --- | ---: | ---: | ---: |");
    for ((name, _, _), mut runs) in KINDS.iter().zip(runs) {
        let median = |of: fn(&(u64, u64, u64)) -> u64, runs: &mut Vec<(u64, u64, u64)>| {
            runs.sort_unstable_by_key(of);
            of(&runs[RUNS / 2])
        };
        let wall = median(|run| run.0, &mut runs);
        let processor = median(|run| run.1, &mut runs);
        let connections = median(|run| run.2, &mut runs);
        println!("| {name} | {wall} | {processor} | {connections} |");
    }
}

fn call(port: u16, connections: usize) {
    let authority = std::env::var("AUTHORITY").unwrap();
    let trust = RootCertificates::from_pem(authority.as_bytes()).unwrap();
    let http = HttpOptions::new().root_certificates(trust).max_connections(connections);
    let cyclr = Client::with_http(http)
        .api_domain(ApiDomain::parse(&format!("https://localhost:{port}")).unwrap())
        .client_credentials("id", Secret::from("s3cr3t"))
        .service_domain(const { ServiceDomain::from_static("app-h.cyclr.com") })
        .build()
        .unwrap();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let (start, processor) = (Instant::now(), processor_time());
        let calls: Vec<_> = (0..CALLS)
            .map(|_| {
                let cyclr = cyclr.clone();
                tokio::spawn(async move {
                    let account = AccountId::new("Acme-42").unwrap();
                    let _ = cyclr.sign_in_token(&account, "example_user").await.unwrap();
                })
            })
            .collect();
        for call in calls {
            call.await.unwrap();
        }
        println!("{}", start.elapsed().as_millis());
        println!("{}", (processor_time() - processor) / 1_000_000);
    });
}

/// The processor time of all threads so far, in nanoseconds.
fn processor_time() -> u64 {
    let threads = std::fs::read_dir("/proc/self/task").unwrap();
    let times = threads.map(|thread| {
        let text = std::fs::read_to_string(thread.unwrap().path().join("schedstat")).unwrap();
        text.split(' ').next().unwrap().parse::<u64>().unwrap()
    });
    times.sum()
}
