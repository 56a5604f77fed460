//! Attempts in Redis: against a real server, and against none.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the functions that tests share end them, too"
)]

mod completion;
mod faults;
mod link;
mod outage;
mod processes;
mod proxy;
mod returns;
mod secrets;
mod server;
mod service;
mod store;
