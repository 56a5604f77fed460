//! The rules of each derive; they report mistakes to the [`Ctxt`](crate::ctxt::Ctxt).

mod account_connector;
mod auth_value;
mod field;
mod from_account_connector;
mod item;
mod names;
mod near_miss;
mod property_value;
mod schema;

pub(crate) use account_connector::account_connector;
pub(crate) use from_account_connector::from_account_connector;
pub(crate) use item::unread;
pub(crate) use property_value::property_value;
