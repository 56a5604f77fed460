//! The sandbox through real sockets.

mod connectors;
mod faults;
mod hand_off;
mod support;
mod token;
