//! Compares a Cyclr server with what the sandbox does, and prints a table of the differences.
//!
//! It uses one account, which you name, and deletes whatever it creates there. See the sandbox's README.
#![allow(clippy::print_stdout, reason = "the table is its output")]
#![allow(clippy::indexing_slicing, reason = "a member that a JSON value lacks reads as `null`")]

mod checks;
mod report;
mod server;

use std::process::ExitCode;

use report::Report;
use server::Server;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let server = match Server::from_environment().await {
        Ok(server) => server,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::from(2);
        }
    };
    let mut report = Report::default();
    let run = checks::run(&server, &mut report).await;
    let left = server.clean_up().await;
    println!("{report}");
    if let Err(error) = &run {
        eprintln!("error: the checks ended early: {error}");
    }
    for path in &left {
        eprintln!("error: this could not be deleted: {path}");
    }
    if run.is_ok() && left.is_empty() && report.differences() == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
