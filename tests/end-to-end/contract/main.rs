//! Checks the known behaviour of Cyclr against the sandbox, or against the real Cyclr with
//! credentials:
//!
//! ```console
//! $ CYCLR_API_DOMAIN=api.cyclr.com CYCLR_SERVICE_DOMAIN=app-h.cyclr.com \
//!   CYCLR_CLIENT_ID=… CYCLR_CLIENT_SECRET=… CYCLR_ACCOUNT_ID=… CYCLR_CONNECTOR_ID=… \
//!   cargo test -p cyclr-oauth-end-to-end --test contract
//! ```
//!
//! Use an account that is only for tests, and an OAuth 2 connector with a consent page and without
//! required properties. The checks remove what they install. A user
//! `cyclr-oauth-contract@example.com` stays, since no call removes users.

mod checks;
mod report;
mod server;

use std::io::Write as _;

use report::Report;
use server::Server;

#[tokio::test]
async fn cyclr_does_what_is_known_of_it() {
    let real = Server::from_variables().expect("all variables, or none");
    let server = real.unwrap_or_else(Server::sandbox);
    let report = run(&server).await;
    // Bypasses the test harness, which hides output unless the test fails.
    let _ = writeln!(std::io::stderr(), "{report}");
    assert!(!report.has_failed(), "what is documented differs:\n{report}");
    // Where Cyclr isn't documented, the sandbox does what is expected unless a switch changes it.
    assert!(!server.is_sandbox() || report.is_clean(), "the sandbox differs:\n{report}");
}

/// Runs all checks, whatever their results, and then removes what they have installed.
async fn run(server: &Server) -> Report {
    let mut report = Report::new(server.name());
    for check in checks::all() {
        let found = (check.find)(server).await;
        report.add(&check, found);
    }
    for leftover in server.clean_up().await {
        report.leave(leftover);
    }
    report
}
