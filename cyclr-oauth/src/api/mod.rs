//! Cyclr's API without I/O: each call makes an [`http::Request`] and reads an [`http::Response`].
//!
//! Send the requests with any HTTP library, or let [`Client`](crate::Client) send them.
//!
//! | endpoint | call | response |
//! | --- | --- | --- |
//! | `POST /oauth/token` | [`RequestAccessToken`] | [`AccessToken`] |
//! | `POST /v1.0/accounts/{account}/signintoken` | [`CreateSignInToken`] | [`SignInToken`](crate::SignInToken) |
//! | `GET`, `POST /v1.0/accounts` | [`ListAccounts`], [`CreateAccount`] | [`Account`] |
//! | `GET`, `PUT`, `DELETE /v1.0/accounts/{account}` | [`GetAccount`], [`UpdateAccount`], [`DeleteAccount`] | [`Account`] |
//! | `GET`, `PUT`, `DELETE /v1.0/accounts/{account}/users` | [`ListUsers`], [`AddUser`], [`RemoveUser`] | user names |
//! | `PUT /v1.0/users` | [`SetPassword`] | |
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
//! | `GET /v1.0/connectors/{connector}/methods` | [`ListMethods`] | [`List`] of [`ConnectorMethod`] |
//! | `GET /v1.0/account/connectors/{id}/methods/{method}` | [`CallMethod`] | your own type |
//! | `GET /v1.0/cycles/{cycle}/prerequisites` | [`GetCyclePrerequisites`] | [`CyclePrerequisite`]s |
//! | `POST /v1.0/accounts/{account}/launch`, `/v1.0/users/launch` | [`StartLaunch`] | [`Embedded`] |
//! | the same with `marketplace` | [`OpenMarketplace`] | [`Embedded`] |
//! | the same with `orbit` | [`OpenOrbit`] | [`Embedded`] |
//!
//! Responses are read leniently: unknown members and values are ignored, and `null` counts as
//! missing. If a required member is missing, the error names it.

mod absent;
mod access_token;
mod account_connectors;
mod accounts;
mod auth_type;
mod body;
mod call;
mod connectors;
mod cycles;
mod definite;
mod definition;
mod embed;
mod embed_result;
mod error;
mod from_account_connector;
mod guid;
mod json_texts;
mod lenient;
mod message;
mod methods;
mod new_account;
mod one_time_url;
mod operation;
mod page;
mod path;
mod properties;
mod property_problem;
mod property_reader;
mod refusal;
mod response;
mod sent_secrets;
mod session;
mod sign_in_token;
mod transport;
mod users;
mod ways;
mod webhook;
mod webhook_address;

pub use http::Method;

pub use access_token::{AccessToken, RequestAccessToken};
pub use account_connectors::{
    AccountConnectorState, DeauthenticateAccountConnector, DeleteAccountConnector,
    GetAccountConnector, ListAccountConnectors, Property, UpdateAccountConnector,
};
pub use accounts::{
    Account, CreateAccount, DeleteAccount, GetAccount, ListAccounts, UpdateAccount,
};
pub use auth_type::{AuthType, OAuth2Type};
pub use body::{Body, BodyTooLong};
pub use call::{Call, Content};
pub use connectors::{GetConnector, InstallConnector, ListConnectors};
pub use cycles::{CyclePrerequisite, GetCyclePrerequisites};
pub use definition::{Authentication, Connector, Parameter};
pub use embed::{Embedded, Launch, Marketplace, OpenMarketplace, OpenOrbit, Orbit, StartLaunch};
pub use embed_result::EmbedResult;
pub use error::Error;
pub use from_account_connector::FromAccountConnector;
pub use guid::{CycleId, InvalidGuid, MethodId};
pub use methods::{CallMethod, ConnectorMethod, ListMethods};
pub use new_account::{AccountUpdate, HasAccountId, NewAccount, NewAccountId};
pub use one_time_url::OneTimeUrl;
pub use operation::Operation;
pub use page::{List, Page};
pub use path::path_segment;
pub use properties::{CreateProperty, DeleteProperty, GetProperty, ListProperties, UpdateProperty};
pub use property_problem::{InvalidAccountConnector, PropertyProblem, VariantProblems};
pub use response::{ApiResponse, Unreadable};
pub use session::Session;
pub use sign_in_token::CreateSignInToken;
pub use transport::{HttpTransport, TransportError};
pub use users::{AddUser, ListUsers, RemoveUser, SetPassword};
pub use webhook::{
    InstalledCycle, InvalidWebhook, MarketplaceNotification, MarketplaceStatus, TransactionError,
    WEBHOOK_LIMIT,
};
pub use webhook_address::{ShortWebhookKey, WebhookAddress, WebhookKey, WebhookUrl};

#[doc(hidden)]
pub use absent::{Absent, AnyAbsent};
#[doc(hidden)]
pub use definite::{DefiniteRead, IndefiniteRead};
#[doc(hidden)]
pub use from_account_connector::{Checks, Schema, checked_by_schema};
#[doc(hidden)]
pub use property_reader::{
    FromAuthValue, FromTokenPart, Reader, read_access_token, read_auth_value, read_expires,
    read_property, read_refresh_expires, read_refresh_token, read_with,
};
#[doc(hidden)]
pub use ways::{Way, any_authentication, read_way, same_authentication};

#[cfg(feature = "client")]
pub(crate) use error::Kind;
#[cfg(feature = "client")]
pub(crate) use refusal::Refusal;
