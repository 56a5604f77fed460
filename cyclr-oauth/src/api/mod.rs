//! Cyclr's API without input and output: each call is a type that makes an [`http::Request`] and reads
//! an [`http::Response`], and whoever likes sends it. [`Client`](crate::Client) is such a one.
//!
//! | endpoint | call | answer |
//! | --- | --- | --- |
//! | `POST /oauth/token` | [`RequestAccessToken`] | [`AccessToken`] |
//! | `POST /v1.0/accounts/{account}/signintoken` | [`CreateSignInToken`] | [`SignInToken`](crate::SignInToken) |
//! | `GET /v1.0/account/connectors` | [`ListAccountConnectors`] | [`List`] of [`AccountConnectorState`] |
//! | `GET /v1.0/account/connectors/{id}` | [`GetAccountConnector`] | [`AccountConnectorState`] |
//! | `PUT /v1.0/account/connectors/{id}` | [`UpdateAccountConnector`] | |
//! | `DELETE /v1.0/account/connectors/{id}` | [`DeleteAccountConnector`] | |
//! | `PUT /v1.0/account/connectors/{id}/deauthenticate` | [`DeauthenticateAccountConnector`] | |
//! | `GET /v1.0/account/connectors/{id}/properties` | [`ListProperties`] | [`Property`]s |
//! | `POST /v1.0/account/connectors/{id}/properties` | [`CreateProperty`] | |
//! | `GET`, `PUT`, `DELETE …/properties/{property}` | [`GetProperty`], [`UpdateProperty`], [`DeleteProperty`] | [`Property`] |
//! | `GET /v1.0/connectors`, `GET /v1.0/connectors/{connector}` | [`ListConnectors`], [`GetConnector`] | [`Connector`] |
//! | `POST /v1.0/connectors/{connector}/install` | [`InstallConnector`] | [`AccountConnectorState`] |
//! | `POST /v1.0/accounts/{account}/launch`, `/v1.0/users/launch` | [`StartLaunch`] | [`Embedded`] |
//! | the same with `marketplace` | [`OpenMarketplace`] | [`Embedded`] |
//! | the same with `orbit` | [`OpenOrbit`] | [`Embedded`] |
//!
//! Answers are read leniently: unknown members and unknown words are no errors, `null` is as good as
//! absent. What can't be done without is missed by name.

mod access_token;
mod account_connectors;
mod answer;
mod body;
mod call;
mod connector;
mod connectors;
mod embed;
mod normal;
mod null;
mod page;
mod path;
mod properties;
mod redact;
mod result;
mod sign_in_token;

pub use http::Method;

pub use access_token::{AccessToken, RequestAccessToken};
pub use account_connectors::{
    AccountConnectorState, DeauthenticateAccountConnector, DeleteAccountConnector,
    GetAccountConnector, ListAccountConnectors, Property, UpdateAccountConnector,
};
pub use answer::{Answer, Unreadable};
pub use body::{Body, BodyTooLong};
pub use call::{Call, Content, Operation, Session};
pub use connector::{AuthType, Authentication, Connector, OAuth2Type, Parameter};
pub use connectors::{GetConnector, InstallConnector, ListConnectors};
pub use embed::{Embedded, Launch, Marketplace, OpenMarketplace, OpenOrbit, Orbit, StartLaunch};
pub use page::{List, Page};
pub use path::path_segment;
pub use properties::{CreateProperty, DeleteProperty, GetProperty, ListProperties, UpdateProperty};
pub use result::{EmbedResult, InstalledCycle, MarketplaceNotification, MarketplaceStatus};
pub use sign_in_token::CreateSignInToken;
