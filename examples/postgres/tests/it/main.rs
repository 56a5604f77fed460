//! [`postgres_example::PgAttempts`] in a real PostgreSQL.
//!
//! ```console
//! $ cargo test -p postgres-example -- --ignored
//! ```

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod link;
mod outage;
mod processes;
mod server;
mod store;
