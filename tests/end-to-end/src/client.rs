//! The two clients under one name, so that each flow is written once.

use std::time::Duration;

use cyclr_oauth::api::{
    Account, AccountConnectorState, AccountUpdate, Call, Connector, ConnectorMethod, Embedded,
    HasAccountId, MethodId, Orbit, Parameter, Property, TransactionError,
};
use cyclr_oauth::client::{AccountScope, Accounts, Clock, Installed, Retry};
use cyclr_oauth::{
    AccountConnector, AccountConnectorId, AccountId, ApiDomain, AuthValue, Client, ConnectorId,
    Error, Launch, Marketplace, NewAccount, Secret, ServiceDomain, SignInToken, blocking,
};
use cyclr_sandbox::Sandbox;
use serde::de::DeserializeOwned;

/// Which of the two.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    Async,
    Blocking,
}

/// The settings of a client, which both builders accept.
#[derive(Clone, Debug)]
pub struct Settings {
    pub api_domain: ApiDomain,
    pub service_domain: ServiceDomain,
    pub client_id: String,
    pub client_secret: Secret,
    pub retry: Retry,
    pub timeout: Duration,
    pub deadline: Duration,
    pub max_body: usize,
    pub account_tokens: bool,
}

impl Settings {
    /// For a client of a sandbox: limits that no machine is too slow for, because these tests don't
    /// check times.
    pub fn of(sandbox: &Sandbox) -> Self {
        let (client_id, client_secret) = sandbox.client_credentials();
        Self {
            api_domain: sandbox.api_domain(),
            service_domain: sandbox.service_domain(),
            client_id,
            client_secret,
            retry: Retry::default(),
            timeout: Duration::from_secs(600),
            deadline: Duration::from_secs(3600),
            max_body: 8 << 20,
            account_tokens: false,
        }
    }
}

/// Either client.
#[derive(Clone, Debug)]
pub enum AnyClient {
    Async(Client),
    Blocking(blocking::Client),
}

/// The calls of either client within an account.
#[derive(Clone, Debug)]
pub enum AnyScope {
    Async(AccountScope),
    Blocking(blocking::AccountScope),
}

/// Builds either client with the same settings.
macro_rules! built {
    ($builder:expr, $settings:expr) => {{
        let Settings {
            api_domain,
            service_domain,
            client_id,
            client_secret,
            retry,
            timeout,
            deadline,
            max_body,
            account_tokens,
        } = $settings;
        $builder
            .api_domain(api_domain)
            .service_domain(service_domain)
            .client_credentials(client_id, client_secret)
            .retry(retry)
            .timeout(timeout)
            .deadline(deadline)
            .max_body(max_body)
            .account_tokens(account_tokens)
    }};
}

impl AnyClient {
    pub fn of(kind: Kind, sandbox: &Sandbox) -> Self {
        Self::new(kind, Settings::of(sandbox))
    }

    pub fn new(kind: Kind, settings: Settings) -> Self {
        match kind {
            Kind::Async => Self::Async(built!(Client::builder(), settings).build().unwrap()),
            Kind::Blocking => {
                Self::Blocking(built!(blocking::Client::builder(), settings).build().unwrap())
            }
        }
    }

    pub fn with_clock(kind: Kind, settings: Settings, clock: impl Clock) -> Self {
        match kind {
            Kind::Async => {
                Self::Async(built!(Client::builder(), settings).clock(clock).build().unwrap())
            }
            Kind::Blocking => Self::Blocking(
                built!(blocking::Client::builder(), settings).clock(clock).build().unwrap(),
            ),
        }
    }

    pub async fn call<C: Call + Sync>(&self, call: &C) -> Result<C::Output, Error> {
        match self {
            Self::Async(client) => client.call(call).await,
            Self::Blocking(client) => client.call(call),
        }
    }

    pub fn account(&self, account: &AccountId) -> AnyScope {
        match self {
            Self::Async(client) => AnyScope::Async(client.account(account)),
            Self::Blocking(client) => AnyScope::Blocking(client.account(account)),
        }
    }

    pub fn accounts(&self) -> AnyAccounts {
        match self {
            Self::Async(client) => AnyAccounts::Async(client.accounts()),
            Self::Blocking(client) => AnyAccounts::Blocking(client.accounts()),
        }
    }

    pub fn service_domain(&self) -> &ServiceDomain {
        match self {
            Self::Async(client) => client.service_domain(),
            Self::Blocking(client) => client.service_domain(),
        }
    }

    pub async fn sign_in_token(
        &self,
        account: &AccountId,
        username: &str,
    ) -> Result<SignInToken, Error> {
        match self {
            Self::Async(client) => client.sign_in_token(account, username).await,
            Self::Blocking(client) => client.sign_in_token(account, username),
        }
    }

    pub async fn launch(&self, account: &AccountId, launch: Launch<'_>) -> Result<Embedded, Error> {
        match self {
            Self::Async(client) => client.launch(account, launch).await,
            Self::Blocking(client) => client.launch(account, launch),
        }
    }

    pub async fn marketplace(
        &self,
        account: &AccountId,
        marketplace: Marketplace<'_>,
    ) -> Result<Embedded, Error> {
        match self {
            Self::Async(client) => client.marketplace(account, marketplace).await,
            Self::Blocking(client) => client.marketplace(account, marketplace),
        }
    }

    pub async fn orbit(&self, account: &AccountId, orbit: Orbit<'_>) -> Result<Embedded, Error> {
        match self {
            Self::Async(client) => client.orbit(account, orbit).await,
            Self::Blocking(client) => client.orbit(account, orbit),
        }
    }
}

macro_rules! calls {
    ($($call:ident($($argument:ident: $Argument:ty),*) -> $Answer:ty;)*) => {$(
        pub async fn $call(&self, $($argument: $Argument),*) -> Result<$Answer, Error> {
            match self {
                Self::Async(scope) => scope.$call($($argument),*).await,
                Self::Blocking(scope) => scope.$call($($argument),*),
            }
        }
    )*};
}

/// The partner's accounts, through either client.
#[derive(Clone, Debug)]
pub enum AnyAccounts {
    Async(Accounts),
    Blocking(blocking::Accounts),
}

impl AnyAccounts {
    calls! {
        ensure(account: &NewAccount<'_, impl HasAccountId>) -> Account;
        create(account: &NewAccount<'_>) -> Account;
        get(account: &AccountId) -> Account;
        update(account: &AccountId, update: &AccountUpdate<'_>) -> Account;
        delete(account: &AccountId) -> ();
        users(account: &AccountId) -> Vec<String>;
        add_user(account: &AccountId, username: &str, password: &Secret) -> ();
        set_password(username: &str, password: &Secret) -> ();
        remove_user(account: &AccountId, username: &str) -> ();
    }

    pub async fn list(&self) -> Result<Vec<Account>, Error> {
        match self {
            Self::Async(accounts) => accounts.list().page_size(2).all().await,
            Self::Blocking(accounts) => accounts.list().page_size(2).all(),
        }
    }
}

impl AnyScope {
    calls! {
        ensure_installed(id: ConnectorId, connector: &impl AccountConnector) -> Installed;
        needs_attention() -> Vec<AccountConnectorState>;
        needs_attention_after(error: &TransactionError) -> Vec<AccountConnectorState>;
        connector(id: AccountConnectorId) -> AccountConnectorState;
        definition(id: ConnectorId) -> Connector;
        properties(id: AccountConnectorId) -> Vec<Property>;
        missing_properties(id: AccountConnectorId) -> Vec<Parameter>;
        install(id: ConnectorId, connector: &impl AccountConnector) -> AccountConnectorState;
        configure(id: AccountConnectorId, connector: &impl AccountConnector) -> ();
        set_auth_value(id: AccountConnectorId, auth_value: &AuthValue) -> ();
        deauthenticate(id: AccountConnectorId) -> ();
        delete(id: AccountConnectorId) -> ();
    }

    pub async fn methods(&self, connector: ConnectorId) -> Result<Vec<ConnectorMethod>, Error> {
        match self {
            Self::Async(scope) => scope.methods(connector).all().await,
            Self::Blocking(scope) => scope.methods(connector).all(),
        }
    }

    pub async fn call_method<T: DeserializeOwned>(
        &self,
        id: AccountConnectorId,
        method: &MethodId,
    ) -> Result<T, Error> {
        match self {
            Self::Async(scope) => scope.call_method(id, method).await,
            Self::Blocking(scope) => scope.call_method(id, method),
        }
    }

    pub async fn connectors(&self) -> Result<Vec<AccountConnectorState>, Error> {
        match self {
            Self::Async(scope) => scope.connectors().all().await,
            Self::Blocking(scope) => scope.connectors().all(),
        }
    }

    /// Page by page.
    pub async fn connector_pages(&self, size: u32) -> Vec<Vec<AccountConnectorState>> {
        match self {
            Self::Async(scope) => {
                let (mut pages, mut all) = (scope.connectors().page_size(size), Vec::new());
                while let Some(page) = pages.next().await {
                    all.push(page.unwrap());
                }
                all
            }
            Self::Blocking(scope) => {
                scope.connectors().page_size(size).map(Result::unwrap).collect()
            }
        }
    }

    pub async fn definitions(&self) -> Result<Vec<Connector>, Error> {
        match self {
            Self::Async(scope) => scope.definitions().all().await,
            Self::Blocking(scope) => scope.definitions().all(),
        }
    }
}
