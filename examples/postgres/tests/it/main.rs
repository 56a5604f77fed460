//! [`postgres_example::PgAttempts`] in a real PostgreSQL.
//!
//! ```console
//! $ cargo test -p postgres-example -- --ignored
//! ```

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "../../../../cyclr-oauth-redis/tests/it/link.rs"]
mod link;
mod outage;
mod processes;
#[path = "../../../../cyclr-oauth-redis/tests/it/returns.rs"]
mod returns;
mod server;
#[path = "../../../../cyclr-oauth-redis/tests/it/service.rs"]
mod service;
mod store;
