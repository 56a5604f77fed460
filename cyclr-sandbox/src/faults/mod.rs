//! What goes wrong on demand.

mod answer;
mod body;
mod fault;
mod hold;
mod rules;

pub(crate) use answer::answer;
pub use fault::Fault;
#[cfg(feature = "control")]
pub(crate) use fault::FaultKind;
pub(crate) use hold::HoldCount;
pub use rules::Faults;
pub(crate) use rules::Rules;
#[cfg(feature = "control")]
pub(crate) use rules::When;
