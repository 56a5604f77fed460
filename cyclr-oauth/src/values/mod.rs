//! Basic values: secrets, times and ids.

mod account_id;
mod calendar;
mod const_message;
mod integer_id;
mod secret;
mod text_parsing;
mod timestamp;
mod wiped_json;

pub use account_id::{AccountId, InvalidAccountId};
pub use integer_id::{AccountConnectorId, ConnectorId, PropertyId};
pub use secret::Secret;
pub use timestamp::{InvalidTimestamp, UtcTimestamp};

pub(crate) use const_message::{ConstMessage, compare, equal};
pub(crate) use secret::{refuse_unseen, wipe, zeroed};
pub(crate) use text_parsing::{deserialize_from_text, deserialize_text};
pub(crate) use wiped_json::WipedJson;
