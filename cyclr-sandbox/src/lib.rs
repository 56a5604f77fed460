#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod addresses;
mod api;
mod clock;
mod faults;
mod limits;
mod page;
mod paths;
mod query;
mod random;
mod record;
mod request_pattern;
mod sandbox;
mod seed;
mod server;
mod service;
mod shared;
mod snapshot;
mod state;
mod switches;
mod third_party;
#[cfg(feature = "user")]
mod user;

pub use clock::Clock;
pub use faults::{Fault, Faults};
pub use limits::Limits;
pub use record::{Origin, RecordedRequest};
pub use sandbox::{Sandbox, SandboxBuilder, StartError};
pub use seed::{AuthenticationSeed, ConnectorSeed, OAuth2Type, ParameterSeed, Seed, SeedError};
pub use snapshot::AccountConnectorSnapshot;
pub use switches::{
    EmptyAuthValue, ErrorBody, InvalidSwitch, MessageWindow, PutProperties, RepeatedProperty,
    Switches, TokenError, UnknownProperty, UnsuitableAuthValue, WrongCredentials,
};
#[cfg(feature = "user")]
pub use user::{Completion, HttpUser, UserError, Visit};
