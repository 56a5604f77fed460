//! What Cyclr knows: values (`model`), all of them together (`cyclr_state`), and what can happen to
//! them (`operations`).

mod bounded;
mod cyclr_state;
mod model;
mod operations;
mod refusal;
mod timestamp;

pub(crate) use cyclr_state::{CyclrState, LAST_ID};
pub use model::MarketplaceEvent;
pub(crate) use model::{
    Account, AccountChange, AccountConnector, Change, HandOff, HandOffRequest, HoursChange,
    Installation, LaunchRecord, Method, MethodAnswer, NextStep, Prerequisite, Property, SignIn,
    Webhook, WrongChoice, check_choice,
};
pub(crate) use operations::no_property;
pub(crate) use refusal::Refusal;
pub(crate) use timestamp::{TOKEN_LIFETIME, seven_digits};
