//! The values that Cyclr keeps, each without the others.

mod account;
mod account_connector;
mod auth_value;
mod definition;
mod hand_off;
mod installation;
mod sign_in;

pub(crate) use account::Account;
pub(crate) use account_connector::{AccountConnector, Property};
pub(crate) use auth_value::{asks_for_tokens, expected_auth_value, is_suitable};
pub(crate) use definition::{AuthMethod, Authentication, Definition, Parameter, same_name};
pub(crate) use hand_off::{ConsentRequest, HandOff, HandOffRequest, NextStep};
pub(crate) use installation::{Change, Installation};
pub(crate) use sign_in::{AccessToken, LaunchRecord, SignIn};
