//! Sockets and threads, and the way of a request through them.

mod connection;
mod exchange;
mod listening;
mod socket;

pub(crate) use listening::{Guard, Listening};
