//! The same client for code that is not async.
//!
//! ```no_run
//! use cyclr_oauth::{AccountId, ApiDomain, Secret, ServiceDomain, blocking};
//!
//! let cyclr = blocking::Client::builder()
//!     .api_domain(ApiDomain::US)
//!     .client_credentials("client-id", Secret::from("s3cr3t"))
//!     .service_domain(ServiceDomain::from_static("app-h.cyclr.com"))
//!     .build()?;
//! let token = cyclr.sign_in_token(&AccountId::new("Acme-42")?, "example_user")?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! It is the async client, which runs on a thread of its own while the caller waits. All that is said
//! there holds here: the shared access token, the retries, the limits, the errors.

mod attempts;
mod background;

use std::fmt;
use std::future::Future;
use std::sync::Arc;

pub use attempts::Attempts;

use super::Clock;
use super::reqwest::ReqwestTransport;
use crate::api::{AccountConnectorState, Call, Connector, Embedded, Parameter, Property};
use crate::client::{AccountScope as AsyncAccountScope, ClientBuilder, Pages as AsyncPages};
use crate::{
    AccountConnector, AccountConnectorId, AccountId, AuthValue, Client as AsyncClient,
    ConnectorAuthUrlBuilder, ConnectorId, Error, HttpTransport, Launch, Marketplace, Orbit,
    ServiceDomain, SignInToken, UtcTimestamp,
};
use background::{Background, InBackground};

/// A client of Cyclr's API that waits: [`Client`](crate::Client) for code that is not async.
///
/// It may be called from any thread. Within async code it holds up the thread that it is called on, as
/// anything that blocks, and does no other harm.
#[derive(Clone)]
pub struct Client {
    client: AsyncClient,
}

impl Client {
    /// A client over reqwest, which runs on a thread of its own.
    pub fn builder() -> ClientBuilder<Self> {
        ClientBuilder::new(|start| {
            let background = Background::new().map_err(Error::start)?;
            let transport = ReqwestTransport::new(&start.api_domain)?;
            let transport = InBackground { background: Arc::clone(&background), transport };
            Ok(Self { client: start.client(transport, background)? })
        })
    }

    /// A client over anything that sends requests, run on the thread that calls.
    pub fn with_transport(transport: impl HttpTransport, clock: impl Clock) -> ClientBuilder<Self> {
        ClientBuilder::new(move |start| Ok(Self { client: start.client(transport, clock)? }))
    }

    /// [`Client::call`](crate::Client::call)
    ///
    /// # Errors
    ///
    /// As there.
    pub fn call<C: Call + Sync>(&self, call: &C) -> Result<C::Answer, Error> {
        wait(self.client.call(call))
    }

    /// [`Client::account`](crate::Client::account)
    #[must_use]
    pub fn account(&self, account: &AccountId) -> AccountScope {
        AccountScope { scope: self.client.account(account) }
    }

    /// [`Client::connector_auth_url`](crate::Client::connector_auth_url)
    pub fn connector_auth_url(&self) -> ConnectorAuthUrlBuilder<'_> {
        self.client.connector_auth_url()
    }

    /// [`Client::now`](crate::Client::now)
    #[must_use]
    pub fn now(&self) -> UtcTimestamp {
        self.client.now()
    }

    /// [`Client::service_domain`](crate::Client::service_domain)
    #[must_use]
    pub fn service_domain(&self) -> &ServiceDomain {
        self.client.service_domain()
    }

    /// [`Client::sign_in_token`](crate::Client::sign_in_token)
    ///
    /// # Errors
    ///
    /// As there.
    pub fn sign_in_token(&self, account: &AccountId, username: &str) -> Result<SignInToken, Error> {
        wait(self.client.sign_in_token(account, username))
    }

    /// [`Client::launch`](crate::Client::launch)
    ///
    /// # Errors
    ///
    /// As there.
    pub fn launch(&self, account: &AccountId, launch: Launch<'_>) -> Result<Embedded, Error> {
        wait(self.client.launch(account, launch))
    }

    /// [`Client::marketplace`](crate::Client::marketplace)
    ///
    /// # Errors
    ///
    /// As there.
    pub fn marketplace(
        &self,
        account: &AccountId,
        marketplace: Marketplace<'_>,
    ) -> Result<Embedded, Error> {
        wait(self.client.marketplace(account, marketplace))
    }

    /// [`Client::orbit`](crate::Client::orbit)
    ///
    /// # Errors
    ///
    /// As there.
    pub fn orbit(&self, account: &AccountId, orbit: Orbit<'_>) -> Result<Embedded, Error> {
        wait(self.client.orbit(account, orbit))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.fmt(f)
    }
}

/// The calls within one account; made by [`Client::account`].
#[derive(Clone, Debug)]
pub struct AccountScope {
    scope: AsyncAccountScope,
}

/// Calls of the async scope, waited for.
macro_rules! waiting {
    ($($call:ident($($argument:ident: $Argument:ty),*) -> $Answer:ty;)*) => {$(
        #[doc = concat!("[`AccountScope::", stringify!($call), "`](crate::client::AccountScope::", stringify!($call), ")")]
        ///
        /// # Errors
        ///
        /// As there.
        pub fn $call(&self, $($argument: $Argument),*) -> Result<$Answer, Error> {
            wait(self.scope.$call($($argument),*))
        }
    )*};
}

impl AccountScope {
    /// The account.
    #[must_use]
    pub fn id(&self) -> &AccountId {
        self.scope.id()
    }

    waiting! {
        connector(id: impl Into<AccountConnectorId> + Send) -> AccountConnectorState;
        definition(id: impl Into<ConnectorId> + Send) -> Connector;
        properties(id: impl Into<AccountConnectorId> + Send) -> Vec<Property>;
        missing_properties(id: impl Into<AccountConnectorId> + Send) -> Vec<Parameter>;
        install(id: impl Into<ConnectorId>, connector: &impl AccountConnector) -> AccountConnectorState;
        configure(id: impl Into<AccountConnectorId>, connector: &impl AccountConnector) -> ();
        set_auth_value(id: impl Into<AccountConnectorId> + Send, auth_value: &AuthValue) -> ();
        deauthenticate(id: impl Into<AccountConnectorId> + Send) -> ();
        delete(id: impl Into<AccountConnectorId> + Send) -> ();
    }

    /// [`AccountScope::connectors`](crate::client::AccountScope::connectors)
    #[must_use]
    pub fn connectors(&self) -> Pages<AccountConnectorState> {
        Pages { pages: self.scope.connectors() }
    }

    /// [`AccountScope::definitions`](crate::client::AccountScope::definitions)
    #[must_use]
    pub fn definitions(&self) -> Pages<Connector> {
        Pages { pages: self.scope.definitions() }
    }
}

/// A list that comes page by page: an iterator over pages.
#[derive(Debug)]
pub struct Pages<T> {
    pages: AsyncPages<T>,
}

impl<T> Pages<T> {
    /// How many items a page has: 100, unless this is called.
    #[must_use]
    pub fn page_size(self, size: u32) -> Self {
        Self { pages: self.pages.page_size(size) }
    }

    /// All items of all pages.
    ///
    /// # Errors
    ///
    /// [`Error`] of the first page that can't be had.
    pub fn all(self) -> Result<Vec<T>, Error> {
        wait(self.pages.all())
    }
}

impl<T> Iterator for Pages<T> {
    type Item = Result<Vec<T>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        wait(self.pages.next())
    }
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    pollster::block_on(work)
}
