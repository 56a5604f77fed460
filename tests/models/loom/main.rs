//! Every schedule of a few threads: of the memory store without a limit, of whole calls with few interruptions.
//!
//! Each test prints how many there are.

#![cfg(cyclr_oauth_loom)]

mod cyclr;
mod memory_attempts;
mod play;
mod tokens;
