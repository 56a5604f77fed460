//! The public handle: how a sandbox starts, and what a test does with one that runs.

mod builder;
mod running;
mod shortcuts;
mod start;
mod start_error;
mod webhooks;

pub use builder::SandboxBuilder;
pub use running::Sandbox;
pub use start_error::StartError;
