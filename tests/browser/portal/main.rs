//! The partner portal in a real browser, on three origins: both kinds of completion, and failures.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the functions that tests share end them, too"
)]

mod access;
mod frame;
mod hostile;
mod leaks;
mod popup;
mod redirect;
mod world;
