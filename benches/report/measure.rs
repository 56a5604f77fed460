//! One case, run a few times with and without valgrind.

use std::process::Command;
use std::time::Instant;

use crate::Job;

/// For one run of a case.
pub struct Measured {
    pub instructions: f64,
    pub nanoseconds: f64,
    pub allocations: i64,
    pub bytes: i64,
}

const FEW: u32 = 100;
const MANY: u32 = 1100;

pub fn case(job: &Job, job_number: usize, case_number: usize) -> Measured {
    let case = &job.cases[case_number];
    let mut measured = part(job_number, case_number, "run", &case.run);
    if let Some(inputs) = &case.inputs {
        let inputs = part(job_number, case_number, "inputs", inputs);
        measured.instructions -= inputs.instructions;
        measured.nanoseconds -= inputs.nanoseconds;
        measured.allocations -= inputs.allocations;
        measured.bytes -= inputs.bytes;
    }
    measured
}

fn part(job: usize, case: usize, part: &str, run: &dyn Fn(u32)) -> Measured {
    let valgrind = |tool: &[&str], count: u32| {
        let output = Command::new("valgrind")
            .args(tool)
            .arg(std::env::current_exe().unwrap())
            .args(["run", &job.to_string(), &case.to_string(), part, &count.to_string()])
            .output()
            .expect("valgrind is installed");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    let instructions = |count| {
        let log = valgrind(&["--tool=callgrind", "--callgrind-out-file=/dev/null"], count);
        numbers_after(&log, "Collected :")[0]
    };
    let heap = |count| {
        let log = valgrind(&["--tool=memcheck", "--leak-check=no"], count);
        // "total heap usage: 12 allocs, 12 frees, 3,456 bytes allocated"
        let numbers = numbers_after(&log, "total heap usage:");
        (numbers[0], numbers[2])
    };
    let each = |few: i64, many: i64| (many - few) as f64 / f64::from(MANY - FEW);
    let ((few_allocations, few_bytes), (allocations, bytes)) = (heap(FEW), heap(MANY));

    let mut times: Vec<f64> = (0..21)
        .map(|_| {
            let start = Instant::now();
            run(1000);
            start.elapsed().as_nanos() as f64 / 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);

    Measured {
        instructions: each(instructions(FEW), instructions(MANY)),
        nanoseconds: times[times.len() / 2],
        allocations: each(few_allocations, allocations).round() as i64,
        bytes: each(few_bytes, bytes).round() as i64,
    }
}

fn numbers_after(log: &str, label: &str) -> Vec<i64> {
    let (_, rest) = log.split_once(label).unwrap_or_else(|| panic!("no `{label}` in {log}"));
    let line = rest.lines().next().unwrap_or_default().replace(',', "");
    line.split_whitespace().filter_map(|word| word.parse().ok()).collect()
}
