//! What a call to Cyclr costs through `Client`, over hyper and over reqwest, and through reqwest as its user
//! would call it: the same request to the same loopback server, in one run.
//!
//! Instructions and allocations are those of the process that calls, by valgrind, as the difference
//! between two numbers of calls. Requests per second and p99 are wall clock, alternating between the
//! ways, and noisy.
//!
//! `-- --check` fails where `Client` takes more than 0.6 of the instructions of reqwest alone, or more
//! allocations. `-- memory 1000000` makes that many calls, and prints the process's memory on the way.

mod caller;
mod measure;
mod server;

use std::process::ExitCode;

use caller::Way;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [_, "serve"] => server::serve(),
        [_, "call", way, port, count] => {
            let way = Way::parse(way);
            caller::one_by_one(way, port.parse().unwrap(), count.parse().unwrap());
        }
        [_, "load", way, port, count] => {
            let way = Way::parse(way);
            caller::load(way, port.parse().unwrap(), count.parse().unwrap());
        }
        [_, "memory", count, ..] => {
            let server = server::Process::start();
            caller::memory(Way::Client, server.port, count.parse().unwrap());
        }
        rest => return report(rest.contains(&"--check")),
    }
    ExitCode::SUCCESS
}

/// Of the instructions of reqwest alone.
const LIMIT: f64 = 0.6;

fn report(check: bool) -> ExitCode {
    let server = server::Process::start();
    let costs = Way::ALL.map(|way| measure::cost(way, server.port));
    println!("\n| one call, one after the other | instructions | allocations |");
    println!("| --- | ---: | ---: |");
    for (way, cost) in Way::ALL.into_iter().zip(&costs) {
        println!("| {} | {:.0} | {:.1} |", way.name(), cost.instructions, cost.allocations);
    }
    if !check {
        println!(
            "\n| 64 calls in flight, two threads | calls a second | p50, µs | p99, µs | CPU, µs |"
        );
        println!("| --- | ---: | ---: | ---: | ---: |");
        for (way, load) in Way::ALL.into_iter().zip(measure::load(server.port)) {
            let processor = load.processor / 1000;
            let (name, per_second) = (way.name(), load.per_second);
            println!("| {name} | {per_second:.0} | {} | {} | {processor} |", load.p50, load.p99);
        }
    }
    let [ours, _, theirs] = costs;
    let exceeded =
        ours.instructions > LIMIT * theirs.instructions || ours.allocations > theirs.allocations;
    println!("\n{}", if exceeded { "EXCEEDED: more than the limit" } else { "ok" });
    if exceeded && check { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
