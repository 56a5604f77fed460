//! The client: it sends the calls of [`api`](crate::api), with access tokens, retries and
//! deadlines.
//!
//! Use [`Client`] and [`AccountScope`] to make calls. You can replace the parts below them: the
//! [`HttpTransport`](crate::HttpTransport), the [`Clock`], and the numbers of [`Retry`].
//!
//! With the feature `tracing`, each call has a span `cyclr` at debug level, and each of its tries a
//! span `cyclr_try`. Their fields have the names of OpenTelemetry's HTTP conventions:
//! `http.request.method`, `url.template`, `server.address`, `http.response.status_code`,
//! `http.request.resend_count`, `error.type`. A retry is an event `trying again` at info level. No
//! field holds an id, a secret, or text from a response.

mod account_scope;
mod accounts;
mod attention;
mod budget;
mod builder;
mod call_future;
#[expect(clippy::module_inception, reason = "the file is named after its type")]
mod client;
mod clock;
mod core;
mod credentials;
mod fault;
mod held_token;
#[cfg(feature = "hyper")]
mod hyper;
mod installed;
mod limits;
mod outage;
mod pages;
#[cfg(feature = "reqwest")]
mod reqwest;
mod retry;
mod send;
mod state;
mod token_cache;
mod token_request;
mod token_slot;
mod trace;
mod waiters;

pub use account_scope::AccountScope;
pub use accounts::Accounts;
pub use builder::ClientBuilder;
#[cfg(not(feature = "hyper"))]
#[doc(hidden)]
pub use builder::HyperFeature;
pub use call_future::CallFuture;
pub use client::Client;
pub use clock::Clock;
#[cfg(feature = "hyper")]
pub use clock::SystemClock;
pub use credentials::ClientCredentials;
pub use fault::{Fault, Reaction};
#[cfg(feature = "hyper")]
pub use hyper::{
    HttpOptions, HyperTransport, InvalidCertificates, InvalidProxy, Proxy, RootCertificates,
};
pub use installed::Installed;
pub use pages::Pages;
#[cfg(feature = "reqwest")]
pub use reqwest::ReqwestTransport;
pub use retry::Retry;
pub use state::{
    HasApiDomain, HasClientCredentials, HasServiceDomain, NoApiDomainYet, NoClientCredentialsYet,
    NoServiceDomainYet,
};

#[cfg(feature = "blocking")]
pub(crate) use clock::since_start;
