//! Counts by valgrind, and times.

use std::process::Command;

use crate::caller::Way;

pub struct Cost {
    pub instructions: f64,
    pub allocations: f64,
}

const CALLS: u32 = 1_000;

/// The cost of one call, once the connection is there.
pub fn cost(way: Way, port: u16) -> Cost {
    let difference =
        |measure: &dyn Fn(u32) -> f64| (measure(CALLS + 50) - measure(50)) / f64::from(CALLS);
    Cost {
        instructions: difference(&|count| {
            number_after(
                "Collected : ",
                &valgrind(
                    &["--tool=callgrind", "--callgrind-out-file=/dev/null"],
                    way,
                    port,
                    count,
                ),
            )
        }),
        allocations: difference(&|count| {
            number_after("total heap usage: ", &valgrind(&["--tool=memcheck"], way, port, count))
        }),
    }
}

fn valgrind(tool: &[&str], way: Way, port: u16, count: u32) -> String {
    let output = Command::new("valgrind")
        .args(tool)
        .arg(std::env::current_exe().unwrap())
        .args(["call", way.argument(), &port.to_string(), &count.to_string()])
        .output()
        .expect("valgrind is installed");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{text}");
    text
}

fn number_after(label: &str, text: &str) -> f64 {
    let (_, rest) = text.split_once(label).expect("valgrind says so");
    let number: String = rest
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == ',')
        .filter(|c| *c != ',')
        .collect();
    number.parse().expect("a number")
}

pub struct Load {
    pub per_second: f64,
    pub p50: u64,
    pub p99: u64,
    /// Nanoseconds of one call.
    pub processor: u64,
}

/// The medians of a few runs, alternating.
pub fn load(port: u16) -> [Load; Way::ALL.len()] {
    const RUNS: usize = 7;
    const COUNT: u32 = 20_000;
    let mut runs = Way::ALL.map(|_| Vec::new());
    for _ in 0..RUNS {
        for (way, runs) in Way::ALL.into_iter().zip(&mut runs) {
            let output = Command::new(std::env::current_exe().unwrap())
                .args(["load", way.argument(), &port.to_string(), &COUNT.to_string()])
                .output()
                .unwrap();
            let numbers: Vec<u64> = String::from_utf8(output.stdout)
                .unwrap()
                .lines()
                .map(|line| line.parse().unwrap())
                .collect();
            runs.push((numbers[0], numbers[1], numbers[2], numbers[3]));
        }
    }
    runs.map(|mut runs| {
        let mut processor: Vec<u64> = runs.iter().map(|run| run.3).collect();
        processor.sort_unstable();
        let processor = processor[RUNS / 2];
        runs.sort_unstable();
        let (total, p50, p99, _) = runs[RUNS / 2];
        #[expect(clippy::cast_precision_loss, reason = "far from 2^52")]
        let per_second = f64::from(COUNT) * 1e6 / total as f64;
        Load { per_second, p50, p99, processor }
    })
}
