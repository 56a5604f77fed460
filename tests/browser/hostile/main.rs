//! The popup's listener among hostile windows, frames and messages.
//!
//! In each case, the attack doesn't complete the attempt. Where the case allows it, the right
//! message from the right window then does: the listener neither accepted the attack nor stopped
//! listening.
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
