//! What is sent for a connector: its properties, its `AuthValue`, and the payload of both.

mod account_connector;
mod any_connector;
mod auth_value;
mod definite;
pub mod field;
mod flatten;
mod from_property_text;
mod identity;
mod json;
mod names;
mod oauth_tokens;
mod payload;
mod properties;
mod property_text;
mod property_value;
mod property_visitor;
mod schema;

pub use account_connector::AccountConnector;
pub use auth_value::{AuthValue, AuthValueRef, ColonInUserName};
pub use from_property_text::{FromPropertyText, InvalidPropertyText};
pub use oauth_tokens::OAuthTokens;
pub use payload::{Payload, RedactedPayload};
pub use properties::Properties;
pub use property_text::PropertyText;
pub use property_value::PropertyValue;

#[doc(hidden)]
pub use definite::{Defined, Definite, Indefinite};
#[doc(hidden)]
pub use flatten::{any_of_any, check_flatten, joined_names};
#[doc(hidden)]
pub use identity::Identity;
#[doc(hidden)]
pub use names::{Group, Names};
#[doc(hidden)]
pub use property_value::literal;
#[doc(hidden)]
pub use property_visitor::PropertyVisitor;
#[doc(hidden)]
pub use schema::{AnyTexts, KnownTexts, Texts, check_schema, check_texts};

#[cfg(feature = "api")]
pub(crate) use any_connector::AnyConnector;
#[cfg(feature = "api")]
pub(crate) use definite::{NoConnector, NoValue};
#[cfg(feature = "api")]
pub(crate) use json::object::{Value, object};
#[cfg(feature = "api")]
pub(crate) use json::payload::{PayloadJson, PropertyTexts};
