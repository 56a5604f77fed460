//! What the tests in a real browser share: Chromium, driven through `WebDriver`, and small servers under many
//! host names.
//!
//! ```no_run
//! # use axum::{Router, response::Html, routing::get};
//! # use cyclr_oauth_browser_tests::{Server, Session};
//! # async fn test() {
//! let page = Html("<!doctype html><title>Partner</title><button id=connect>Connect</button>");
//! let server = Server::start(Router::new().route("/", get(move || async move { page }))).await;
//! let session = Session::start().await;
//! session.open(&server.url("partner.localhost", "/")).await;
//! session.click("#connect").await;
//! assert_eq!(session.text().await, "Connect");
//! assert!(session.complaints().await.is_empty());
//! # }
//! ```
//!
//! Nothing here returns errors: a test that can't continue fails and reports what it was about to
//! do.
#![allow(
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::panic,
    reason = "for tests alone"
)]
#![cfg(feature = "browser")]

mod axe;
mod chromedriver;
mod forged;
mod scratch;
mod server;
mod session;
mod tls;
mod wire;

pub use axe::{Violation, axe};
pub use server::Server;
pub use session::{Complaint, Session, SessionBuilder, Window};
pub use wire::Wire;
