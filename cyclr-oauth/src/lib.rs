#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod api;
#[cfg(feature = "client")]
pub mod client;

mod account_connector;
mod auth_value;
mod auth_value_field;
mod callback_message;
#[cfg(feature = "client")]
mod completion;
mod connector_auth_url;
mod domain;
mod error;
mod flatten;
mod from_account_connector;
mod from_text;
mod id;
mod json;
mod oauth_tokens;
mod one_time_url;
#[cfg(feature = "client")]
mod page_headers;
mod payload;
#[cfg(feature = "client")]
mod popup;
mod properties;
mod property;
mod property_text;
mod reader;
mod schema;
mod secret;
mod sentence;
mod sign_in_token;
mod target_origin;
mod timestamp;
mod transport;
mod web_url;

pub use account_connector::AccountConnector;
pub use api::{Launch, Marketplace, Orbit};
pub use auth_value::{AuthValue, AuthValueRef, ColonInUserName};
pub use callback_message::{BlankCallbackMessage, CallbackMessage};
#[cfg(feature = "client")]
pub use client::Client;
#[cfg(feature = "blocking")]
pub use client::blocking;
#[cfg(feature = "client")]
pub use completion::{
    AttemptError, AttemptStore, Attempts, Completed, ConnectAttempt, MemoryAttempts,
};
pub use connector_auth_url::{ConnectorAuthUrl, ConnectorAuthUrlBuilder, ExpiredSignInToken};
pub use domain::{ApiDomain, ServiceDomain};
pub use error::Error;
pub use from_account_connector::{FromAccountConnector, InvalidAccountConnector, PropertyProblem};
pub use id::{AccountConnectorId, AccountId, ConnectorId, InvalidAccountId, PropertyId};
pub use oauth_tokens::OAuthTokens;
pub use one_time_url::OneTimeUrl;
#[cfg(feature = "client")]
pub use page_headers::PageHeaders;
pub use payload::{Payload, RedactedPayload};
#[cfg(feature = "client")]
pub use popup::PopupListener;
pub use properties::Properties;
pub use property::{PropertyText, PropertyValue};
pub use property_text::{FromPropertyText, InvalidPropertyText};
pub use secret::Secret;
pub use sign_in_token::SignInToken;
pub use target_origin::TargetOrigin;
pub use timestamp::{InvalidTimestamp, UtcTimestamp};
pub use transport::{HttpTransport, TransportError};
pub use web_url::InvalidUrl;

#[cfg(feature = "derive")]
pub use cyclr_oauth_derive::{AccountConnector, FromAccountConnector, PropertyValue};

/// What the builders of a [`ConnectorAuthUrl`] and of a client have and have not, and what an attempt to connect is
/// bound to: the types and traits that the compiler names when a call is missing, made twice, or given something
/// else. Nothing here is to be used by name.
pub mod builder {
    pub use crate::connector_auth_url::state::{
        HasId, HasTargetOrigin, HasToken, Missing, NoIdYet, NoTargetOriginYet, NoTokenYet,
    };

    #[cfg(feature = "client")]
    pub use crate::client::state::{
        ClientCredentials, HasApiDomain, HasClientCredentials, HasServiceDomain, NoApiDomainYet,
        NoClientCredentialsYet, NoServiceDomainYet,
    };
    #[cfg(feature = "client")]
    pub use crate::completion::SessionKey;
}

/// What the fields of a derived connector may hold: the traits and functions that the compiler names
/// when a field's type does not fit. Nothing here is to be used by name.
pub mod field {
    pub use crate::account_connector::{
        ComputedValue, computed, computed_secret, property, secret,
    };
    pub use crate::auth_value_field::{
        AuthValueField, ExpiryField, TokenField, auth_value, expiry, token, tokens,
    };
    pub use crate::reader::{
        FromAuthValue, FromTokenPart, read_access_token, read_auth_value, read_expires,
        read_property, read_refresh_expires, read_refresh_token, read_with,
    };
}

#[doc(hidden)]
pub mod __private;
