//! What a call to Cyclr costs through `Client`, beside reqwest as its user would call it: the same
//! request to the same loopback server, in one run.
//!
//! Instructions and allocations are those of the process that calls, by valgrind, as the difference
//! between two numbers of calls. Requests per second and p99 are wall clock, alternating between the
//! two, and noisy.
//!
//! `-- --check` fails where `Client` takes more instructions or allocations than reqwest alone.

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
        rest => return report(rest.contains(&"--check")),
    }
    ExitCode::SUCCESS
}

fn report(check: bool) -> ExitCode {
    let server = server::Process::start();
    let [ours, theirs] = [Way::Client, Way::Reqwest].map(|way| measure::cost(way, server.port));
    println!("\n| one call, one after the other | instructions | allocations |");
    println!("| --- | ---: | ---: |");
    for (way, cost) in [(Way::Client, &ours), (Way::Reqwest, &theirs)] {
        println!("| {} | {:.0} | {:.1} |", way.name(), cost.instructions, cost.allocations);
    }
    if !check {
        println!("\n| 64 calls in flight, two threads | calls a second | p50, µs | p99, µs |");
        println!("| --- | ---: | ---: | ---: |");
        let [ours, theirs] = measure::load(server.port);
        for (way, load) in [(Way::Client, ours), (Way::Reqwest, theirs)] {
            println!("| {} | {:.0} | {} | {} |", way.name(), load.per_second, load.p50, load.p99);
        }
    }
    let exceeded = ours.instructions > theirs.instructions || ours.allocations > theirs.allocations;
    println!("\n{}", if exceeded { "EXCEEDED: more than reqwest alone" } else { "ok" });
    if exceeded && check { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
