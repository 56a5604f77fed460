#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

// The rooms from bottom to top. Each imports from the lines above its own only:
//
// - addresses, clock, limits, paths, query, random, request_pattern, switches
// - state: what Cyclr knows
// - seed, snapshot; faults, record; page
// - shared: state, clock, faults and records, which every handler gets
// - openapi: documents
// - webhook: posts what Cyclr posts
// - api, service, third_party: a room for each origin
// - user: a user who has no browser
// - control: the control address
// - server: sockets, and the way of a request
// - sandbox: the public handle

mod addresses;
mod api;
mod clock;
#[cfg(feature = "control")]
mod control;
mod faults;
mod limits;
#[cfg(feature = "control")]
mod openapi;
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
#[cfg(feature = "tls")]
mod tls;
#[cfg(feature = "user")]
mod user;
mod webhook;

#[cfg(feature = "control")]
pub use api::api_openapi;
pub use clock::{Clock, NothingWaits};
#[cfg(feature = "control")]
pub use control::openapi;
pub use cyclr_oauth::api::OAuth2Type;
pub use faults::{Fault, Faults};
pub use limits::Limits;
pub use record::{Origin, RecordedRequest, SentWebhook};
pub use sandbox::{Sandbox, SandboxBuilder, StartError};
pub use seed::{AuthenticationSeed, ConnectorSeed, MethodSeed, ParameterSeed, Seed, SeedError};
pub use shared::Snapshot;
pub use snapshot::AccountConnectorSnapshot;
pub use state::MarketplaceEvent;
pub use switches::{
    BrokenConnection, EmptyAuthValue, ErrorBody, InvalidSwitch, MessageWindow, PutProperties,
    RepeatedProperty, Switches, TokenError, UnknownProperty, UnsuitableAuthValue, WrongCredentials,
};
#[cfg(feature = "user")]
pub use user::{Completion, HttpUser, UserError, Visit};
