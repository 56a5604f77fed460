// In the README, links lead to files; here, to the guide's modules: of two definitions, the first counts.
#![doc = "[Tutorial]: crate::guide::tutorial"]
#![doc = "[Popup or frame]: crate::guide::popup"]
#![doc = "[Ask somebody else to connect]: crate::guide::links"]
#![doc = "[When a connection breaks]: crate::guide::broken_connections"]
#![doc = "[Supply the credentials yourself]: crate::guide::credentials"]
#![doc = "[Stores]: crate::guide::stores"]
#![doc = "[Test your service]: crate::guide::testing"]
#![doc = "[Observe it]: crate::guide::observe"]
#![doc = "[What the compiler says]: crate::guide::compiler_messages"]
#![doc = "[Troubleshooting]: crate::guide::troubleshooting"]
#![doc = "[Going live]: crate::guide::going_live"]
#![doc = "[How Cyclr behaves]: crate::guide::how_cyclr_behaves"]
#![doc = "[Security]: crate::guide::security"]
#![doc = "[Session fixation]: crate::guide::session_fixation"]
#![doc = "[Headers and cookies]: crate::guide::headers"]
#![doc = "[Standards]: crate::guide::standards"]
#![doc = "[Recipes]: crate::guide::recipes"]
#![doc = "[Mistakes of other integrations]: crate::guide::mistakes"]
#![doc = "[Design]: crate::guide::design"]
#![doc = "[Compared with]: crate::guide::compared"]
#![doc = "[Figures]: crate::guide::figures"]
#![doc = "[Evidence]: crate::guide::evidence"]
#![doc = "[sandbox]: https://docs.rs/cyclr-sandbox"]
#![doc = "[npm]: https://www.npmjs.com/package/cyclr-connect"]
#![doc = ""]
#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "client")]
mod sync;

// The rooms, each importing only from those above it.
pub mod values;
pub mod web;

pub mod connector;
pub mod handoff;

#[cfg(feature = "api")]
pub mod api;
#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "client")]
pub mod completion;

#[cfg(any(doc, doctest))]
pub mod guide;

#[doc(hidden)]
pub mod __private;

// Hand a user's browser to Cyclr.
pub use handoff::{CallbackMessage, ConnectorAuthUrl, SignInToken};
pub use web::{ServiceDomain, TargetOrigin};

// Supply credentials for a connector.
pub use connector::{AccountConnector, AuthValue, OAuthTokens, PropertyValue};
#[cfg(feature = "derive")]
pub use cyclr_oauth_derive::{AccountConnector, PropertyValue};
pub use values::{Secret, UtcTimestamp};

// Call Cyclr.
#[cfg(feature = "api")]
pub use api::{
    Error, FromAccountConnector, HttpTransport, Launch, Marketplace, NewAccount, TransportError,
};
#[cfg(feature = "client")]
pub use client::Client;
#[cfg(all(feature = "api", feature = "derive"))]
pub use cyclr_oauth_derive::FromAccountConnector;
pub use values::{AccountConnectorId, AccountId, ConnectorId};
pub use web::ApiDomain;

// Know that a hand-off has succeeded.
#[cfg(feature = "client")]
pub use completion::{
    AttemptError, Attempts, ConnectLink, PageHeaders, PopupListener, Returned, SessionKey,
};

/// The documentation of the derives, whose examples need this crate.
#[cfg(all(doctest, feature = "api", feature = "derive"))]
mod derive_docs {
    #[doc = include_str!("../../cyclr-oauth-derive/docs/account_connector.md")]
    struct AccountConnector;
    #[doc = include_str!("../../cyclr-oauth-derive/docs/from_account_connector.md")]
    struct FromAccountConnector;
    #[doc = include_str!("../../cyclr-oauth-derive/docs/property_value.md")]
    struct PropertyValue;
}
