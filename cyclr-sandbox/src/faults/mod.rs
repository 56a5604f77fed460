//! What goes wrong on demand.

mod answer;
mod body;
mod fault;
mod hold;
mod rules;

pub(crate) use answer::{Reset, answer};
pub use fault::Fault;
pub(crate) use hold::HoldCount;
pub use rules::Faults;
