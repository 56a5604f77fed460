//! What a sandbox knows from its start.

mod authentication;
mod connector;
mod contents;
mod error;
mod file;
mod method;
mod parameter;

pub use authentication::AuthenticationSeed;
pub use connector::ConnectorSeed;
pub use contents::Seed;
pub use error::SeedError;
pub use method::MethodSeed;
pub use parameter::ParameterSeed;
