//! [`Client`] and [`AccountScope`] for blocking code.

use std::fmt;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::api::{
    AccountConnectorState, Call, Connector, ConnectorMethod, CycleId, CyclePrerequisite, Embedded,
    Error, HttpTransport, Launch, List, Marketplace, MethodId, Orbit, Page, Parameter, Property,
    TransactionError,
};
use crate::blocking::accounts::Accounts;
use crate::blocking::background::{Background, BackgroundClock};
use crate::blocking::pages::Pages;
use crate::blocking::wait::{wait, waiting};
use crate::client::{
    AccountScope as AsyncAccountScope, Client as AsyncClient, ClientBuilder, Clock, HttpOptions,
    HyperTransport, Installed,
};
use crate::connector::{AccountConnector, AuthValue};
use crate::handoff::{ConnectorAuthUrlBuilder, SignInToken};
use crate::values::{AccountConnectorId, AccountId, ConnectorId, Secret, UtcTimestamp};
use crate::web::ServiceDomain;

/// A blocking client for Cyclr's API: [`Client`](crate::Client) without async.
///
/// Call it from any thread. Inside async code it blocks its thread, as any blocking call does, but
/// it doesn't panic.
#[derive(Clone)]
pub struct Client {
    pub(super) client: AsyncClient,
    /// `None` with a custom transport.
    background: Option<Arc<Background>>,
}

impl Client {
    /// Starts a client that sends with hyper, on its own thread.
    pub fn builder() -> ClientBuilder<Self> {
        Self::with_http(HttpOptions::new())
    }

    /// [`Client::with_http`](crate::Client::with_http), without async.
    pub fn with_http(options: HttpOptions) -> ClientBuilder<Self> {
        ClientBuilder::new(move |start| {
            let background = Background::new().map_err(Error::start)?;
            let transport = HyperTransport::new(&start.api_domain, &options)?;
            let transport = transport.on(background.handle());
            let clock = BackgroundClock(Arc::clone(&background));
            Ok(Self { client: start.client(transport, clock)?, background: Some(background) })
        })
    }

    /// Starts a client that sends with your transport, on the calling thread.
    pub fn with_transport(transport: impl HttpTransport, clock: impl Clock) -> ClientBuilder<Self> {
        ClientBuilder::new(move |start| {
            let client = start.client(transport, clock)?;
            Ok(Self { client, background: None })
        })
    }

    /// Waits within the client's runtime, for stores that need one.
    pub(super) fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        let _entered = self.background.as_ref().map(|it| it.enter());
        wait(work)
    }

    /// [`Client::call`](crate::Client::call), without async.
    ///
    /// # Errors
    ///
    /// The same as there.
    pub fn call<C: Call + Sync>(&self, call: &C) -> Result<C::Output, Error> {
        wait(self.client.call(call))
    }

    /// [`Client::set_client_credentials`](crate::Client::set_client_credentials), without async.
    pub fn set_client_credentials(&self, id: impl Into<String>, secret: impl Into<Secret>) {
        self.client.set_client_credentials(id, secret);
    }

    /// [`Client::accounts`](crate::Client::accounts), without async.
    #[must_use]
    pub fn accounts(&self) -> Accounts {
        Accounts { accounts: self.client.accounts() }
    }

    /// [`Client::account`](crate::Client::account), without async.
    #[must_use]
    pub fn account(&self, account: &AccountId) -> AccountScope {
        AccountScope { scope: self.client.account(account) }
    }

    /// [`Client::connector_auth_url`](crate::Client::connector_auth_url), without async.
    pub fn connector_auth_url(&self) -> ConnectorAuthUrlBuilder<'_> {
        self.client.connector_auth_url()
    }

    /// [`Client::now`](crate::Client::now), without async.
    #[must_use]
    pub fn now(&self) -> UtcTimestamp {
        self.client.now()
    }

    /// [`Client::service_domain`](crate::Client::service_domain), without async.
    #[must_use]
    pub fn service_domain(&self) -> &ServiceDomain {
        self.client.service_domain()
    }

    /// [`Client::pages`](crate::Client::pages), without async.
    #[must_use]
    pub fn pages<T, C>(&self, call: impl Fn(Page) -> C + Send + Sync + 'static) -> Pages<T>
    where
        C: Call<Output = List<T>> + Send + Sync + 'static,
    {
        Pages { pages: self.client.pages(call) }
    }

    waiting! { client, "Client":
        check() -> ();
        sign_in_token(account: &AccountId, username: &str) -> SignInToken;
        launch(account: &AccountId, launch: Launch<'_>) -> Embedded;
        marketplace(account: &AccountId, marketplace: Marketplace<'_>) -> Embedded;
        orbit(account: &AccountId, orbit: Orbit<'_>) -> Embedded;
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.fmt(f)
    }
}

/// The calls within one account, from [`Client::account`].
#[derive(Clone, Debug)]
pub struct AccountScope {
    pub(super) scope: AsyncAccountScope,
}

impl AccountScope {
    /// The account's id.
    #[must_use]
    pub fn id(&self) -> &AccountId {
        self.scope.id()
    }

    waiting! { scope, "AccountScope":
        connector(id: impl Into<AccountConnectorId>) -> AccountConnectorState;
        definition(id: impl Into<ConnectorId>) -> Connector;
        properties(id: impl Into<AccountConnectorId>) -> Vec<Property>;
        missing_properties(id: impl Into<AccountConnectorId>) -> Vec<Parameter>;
        ensure_installed(id: impl Into<ConnectorId>, connector: &impl AccountConnector) -> Installed;
        needs_attention() -> Vec<AccountConnectorState>;
        cycle_prerequisites(cycle: &CycleId) -> Vec<CyclePrerequisite>;
        needs_attention_after(error: &TransactionError) -> Vec<AccountConnectorState>;
        install(id: impl Into<ConnectorId>, connector: &impl AccountConnector) -> AccountConnectorState;
        configure(id: impl Into<AccountConnectorId>, connector: &impl AccountConnector) -> ();
        set_auth_value(id: impl Into<AccountConnectorId>, auth_value: &AuthValue) -> ();
        deauthenticate(id: impl Into<AccountConnectorId>) -> ();
        delete(id: impl Into<AccountConnectorId>) -> ();
    }

    /// [`AccountScope::methods`](crate::client::AccountScope::methods), without async.
    #[must_use]
    pub fn methods(&self, connector: impl Into<ConnectorId>) -> Pages<ConnectorMethod> {
        Pages { pages: self.scope.methods(connector) }
    }

    /// [`AccountScope::call_method`](crate::client::AccountScope::call_method), without async.
    ///
    /// # Errors
    ///
    /// The same as there.
    pub fn call_method<T: DeserializeOwned>(
        &self,
        id: impl Into<AccountConnectorId>,
        method: &MethodId,
    ) -> Result<T, Error> {
        wait(self.scope.call_method(id, method))
    }

    /// [`AccountScope::connectors`](crate::client::AccountScope::connectors), without async.
    #[must_use]
    pub fn connectors(&self) -> Pages<AccountConnectorState> {
        Pages { pages: self.scope.connectors() }
    }

    /// [`AccountScope::definitions`](crate::client::AccountScope::definitions), without async.
    #[must_use]
    pub fn definitions(&self) -> Pages<Connector> {
        Pages { pages: self.scope.definitions() }
    }
}
