//! What the library costs, next to what a user would write instead.
//!
//! Instructions come from `valgrind --tool=callgrind`, allocations from its memcheck, each as the
//! difference between two runs of one case: both are the same whatever else the machine does.
//! Nanoseconds are the median of a few runs, and are not.
//!
//! `-- --check` fails where the library has become more expensive than its limits say. They stand a
//! little above what is measured: the code leans on how the compiler vectorises and inlines it.

mod measure;
mod payload;
mod url;

use std::hint::black_box;
use std::process::ExitCode;

use measure::Measured;

/// One way to do a job.
pub struct Case {
    name: &'static str,
    /// Does it a number of times.
    run: Box<dyn Fn(u32)>,
    /// Makes the inputs that `run` consumes; its cost is taken off.
    inputs: Option<Box<dyn Fn(u32)>>,
}

/// A job that can be done in several ways. The first is a copy of the finished text, the second is
/// this library's.
pub struct Job {
    name: &'static str,
    bytes: usize,
    cases: Vec<Case>,
    limits: Vec<Limit>,
}

/// At most so many times the instructions of another case.
pub struct Limit {
    times: f64,
    of: &'static str,
}

/// The first case of every job.
pub const COPY: &str = "copy of the finished text";

pub fn at_most(times: f64, of: &'static str) -> Limit {
    Limit { times, of }
}

pub fn repeated(name: &'static str, work: impl Fn() -> String + 'static) -> Case {
    let run = move |count| {
        for _ in 0..count {
            drop(black_box(work()));
        }
    };
    Case { name, run: Box::new(run), inputs: None }
}

fn main() -> ExitCode {
    let jobs: Vec<Job> = [url::jobs(), payload::jobs()].into_iter().flatten().collect();
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, command, job, case, part, count] = arguments.as_slice()
        && command == "run"
    {
        let case = &jobs[job.parse::<usize>().unwrap()].cases[case.parse::<usize>().unwrap()];
        let part = if part == "inputs" { case.inputs.as_ref().unwrap() } else { &case.run };
        part(count.parse().unwrap());
        return ExitCode::SUCCESS;
    }

    let mut exceeded = false;
    for (number, job) in jobs.iter().enumerate() {
        let measured: Vec<Measured> =
            (0..job.cases.len()).map(|case| measure::case(job, number, case)).collect();
        let copy = measured[0].instructions;
        println!(
            "\n| {}, {} bytes | instructions | × copy | ns | allocations | bytes allocated |",
            job.name, job.bytes
        );
        println!("| --- | ---: | ---: | ---: | ---: | ---: |");
        for (case, m) in job.cases.iter().zip(&measured) {
            println!(
                "| {} | {:.0} | {:.1} | {:.0} | {} | {} |",
                case.name,
                m.instructions,
                m.instructions / copy,
                m.nanoseconds,
                m.allocations,
                m.bytes
            );
        }
        let ours = &measured[1];
        for Limit { times, of } in &job.limits {
            let other = job.cases.iter().position(|case| case.name == *of).unwrap();
            let ratio = ours.instructions / measured[other].instructions;
            let verdict = if ratio <= *times { "ok" } else { "EXCEEDED" };
            exceeded |= ratio > *times;
            println!("{verdict}: {ratio:.3} × {of}, at most {times}");
        }
        if (ours.allocations, ours.bytes) != (1, job.bytes as i64) {
            exceeded = true;
            println!("EXCEEDED: one allocation of {} bytes", job.bytes);
        }
    }
    let check = arguments.iter().any(|argument| argument == "--check");
    if exceeded && check { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
