//! The control address: everything that the library can do, over HTTP, for tests in any language.
//!
//! `operations` has every operation once, with its types. `router` routes by it and `document` describes
//! it, so neither can have what the other lacks.

mod account_connector;
mod clock;
mod document;
mod failure;
mod fault;
mod fault_rule;
mod guard;
mod input;
mod operation;
mod operations;
mod problem;
mod request;
mod router;
mod running;
mod settings;
mod snapshot;
mod state;
mod visit;

pub use document::document as openapi;
pub(crate) use router::{ControlRouter, answer};
