//! Whole calls and attempts under many schedules of threads: the client's own code over a Cyclr whose responses come
//! from separate threads, at any moment.
//!
//! A waiting thread that nobody wakes ends a schedule with a deadlock, which fails the test: no timer fires unless
//! the test passes time.

#![cfg(cyclr_oauth_shuttle)]

mod attempts;
mod cyclr;
mod links;
mod play;
mod tokens;
