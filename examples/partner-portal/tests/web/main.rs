//! The portal over HTTP, against the sandbox: what a browser without a window can tell.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the functions that tests share end them, too"
)]

mod completion;
mod connections;
mod credentials;
mod details;
mod guard;
mod headers;
mod limits;
mod problems;
mod support;
