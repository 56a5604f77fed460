//! What is known of Cyclr, asked of the sandbox, or of the real Cyclr where its credentials are given:
//!
//! ```console
//! $ CYCLR_API_DOMAIN=api.cyclr.com CYCLR_SERVICE_DOMAIN=app-h.cyclr.com \
//!   CYCLR_CLIENT_ID=… CYCLR_CLIENT_SECRET=… CYCLR_ACCOUNT_ID=… CYCLR_CONNECTOR_ID=… \
//!   cargo test -p cyclr-oauth-end-to-end --test contract
//! ```
//!
//! Take an account that is for tests alone, and a connector of OAuth 2 with a consent page, without
//! required properties. What the checks install is removed again; a user
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
    // Past the test harness, which keeps what is printed to itself unless the test fails.
    let _ = writeln!(std::io::stderr(), "{report}");
    assert!(!report.has_failed(), "what is documented differs:\n{report}");
    // Where Cyclr isn't documented, the sandbox does what is expected unless a switch says otherwise.
    assert!(!server.is_sandbox() || report.is_clean(), "the sandbox differs:\n{report}");
}

/// All checks, whatever comes of any, and then the removal of what they have installed.
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
