//! The values that Cyclr keeps, each without the others.

mod account;
mod account_connector;
mod auth_method;
mod auth_value;
mod connector_lookup;
mod hand_off;
mod installation;
mod marketplace_event;
mod method;
mod sign_in;

pub(crate) use account::{Account, AccountChange, HoursChange};
pub(crate) use account_connector::{AccountConnector, Property};
pub(crate) use auth_method::AuthMethod;
pub(crate) use auth_value::{asks_for_tokens, expected_auth_value, is_suitable};
pub(crate) use connector_lookup::{WrongChoice, check_choice, parameter, same_name};
pub(crate) use hand_off::{Code, ConsentRequest, HandOff, HandOffRequest, NextStep};
pub(crate) use installation::{Change, Installation};
pub use marketplace_event::MarketplaceEvent;
pub(crate) use method::{Cycle, Method, MethodAnswer, Prerequisite, Webhook};
pub(crate) use sign_in::{AccessToken, LaunchRecord, SignIn};
