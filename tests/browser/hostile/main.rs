//! The popup's listener among hostile windows, frames and messages.
//!
//! In each case the hostile thing happens, and does not complete the attempt. Then the right message from the
//! right window does, where the case leaves one: it was neither taken in, nor put off.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "tests")]

mod completion;
mod link;
mod messages;
mod origins;
mod outcomes;
mod rendered;
mod start;
mod types;
mod windows;
mod world;
