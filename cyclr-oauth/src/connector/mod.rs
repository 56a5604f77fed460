//! The data that is sent for a connector: its properties, its `AuthValue`, and the payload of both.

mod account_connector;
mod any_connector;
mod around;
mod auth_value;
mod connector_definition;
mod cycle;
mod definite;
pub mod field;
mod flatten;
mod from_property_text;
mod identity;
mod json;
mod kind_of;
mod names;
mod oauth_tokens;
mod payload;
mod piece;
mod properties;
mod property_text;
mod property_value;
mod property_visitor;
mod rules;
mod schema;
mod shape;
mod value_kind;

pub use account_connector::AccountConnector;
pub use auth_value::{AuthValue, AuthValueRef, ColonInUserName};
pub use connector_definition::ConnectorDefinition;
pub use from_property_text::{FromPropertyText, InvalidPropertyText};
pub use oauth_tokens::OAuthTokens;
pub use payload::{Payload, RedactedPayload};
pub use properties::Properties;
pub use property_text::PropertyText;
pub use property_value::PropertyValue;
pub use value_kind::{PropertyKind, ValueKind};

#[doc(hidden)]
pub use account_connector::{And, Inner, Nothing};
#[doc(hidden)]
pub use around::Around;
#[doc(hidden)]
pub use definite::{Defined, Definite, Indefinite};
#[doc(hidden)]
pub use flatten::{any_auth_value, check_end, check_flatten, joined_names, names_of_each_way};
#[doc(hidden)]
pub use identity::Identity;
#[doc(hidden)]
pub use kind_of::{IsSecret, NotKnown, Of, Unknown, WipesItself, kind_made};
#[doc(hidden)]
pub use names::{Group, Names};
#[doc(hidden)]
pub use piece::Values;
#[doc(hidden)]
pub use property_value::literal;
#[doc(hidden)]
pub use property_visitor::PropertyVisitor;
#[doc(hidden)]
pub use rules::{
    Rules, check_allow, check_auth_value, check_client_secret, check_computed, check_value,
};
#[doc(hidden)]
pub use schema::{RuleTable, check_schema};
#[doc(hidden)]
pub use shape::{Hidden, Made, Skippable, Ways, Within, check_within};

#[cfg(feature = "api")]
pub(crate) use any_connector::AnyConnector;
#[cfg(feature = "api")]
pub(crate) use definite::{NoConnector, NoValue};
#[cfg(feature = "api")]
pub(crate) use json::object::{Value, object};
#[cfg(feature = "api")]
pub(crate) use json::payload::{PayloadJson, PropertyTexts};
