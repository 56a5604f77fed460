//! The npm package in real pages: the custom element in plain HTML, and the hook in a React application.
//!
//! All pages have the strict policy of `PageHeaders`, and enforce Trusted Types.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests"
)]

mod element;
mod pages;
mod react;
mod readme;
#[allow(dead_code, reason = "shared with the hostile suite")]
#[path = "../hostile/world.rs"]
mod world;
