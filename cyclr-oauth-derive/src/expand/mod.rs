//! Writes the implementation of each derive, for an item without mistakes.

mod account_connector;
mod auth_value;
mod deprecated;
mod flatten;
mod from_account_connector;
mod generics;
mod identity;
mod inner;
mod json_name;
mod library;
mod property;
mod property_names;
mod property_value;
mod rules;
mod schema;
mod span;
mod values;
mod way;

pub(crate) use account_connector::account_connector;
pub(crate) use from_account_connector::{from_account_connector, from_account_connector_impl};
pub(crate) use generics::free_lifetime;
pub(crate) use library::within_library;
pub(crate) use property_value::{property_value, property_value_impl};
