//! The service domain, which users' browsers see.
#![allow(clippy::unused_async, reason = "axum's handlers are async")]

mod callback;
mod completion;
mod hand_off;
mod router;
mod sign_in;

pub(crate) use router::ROUTER;
