//! The sandbox through real sockets.
#![cfg(feature = "user")]
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the functions that tests share end them, too"
)]

mod accounts;
mod auth_value;
mod broken;
mod connectors;
#[cfg(feature = "control")]
mod control;
mod faults;
mod hand_off;
mod launch;
mod readme;
mod records;
mod redaction;
mod sandbox;
mod seed;
mod support;
mod time;
#[cfg(all(feature = "control", feature = "tls"))]
mod tls;
mod token;
mod user;
