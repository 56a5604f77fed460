//! [`ClientBuilder`]: what a client needs to know before it is one.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::access_tokens::AccessTokens;
use super::clock::AnyClock;
use super::exchange::{Exchange, Limits};
use super::state::{
    ClientCredentials, HasApiDomain, HasClientCredentials, HasServiceDomain, NoApiDomainYet,
    NoClientCredentialsYet, NoServiceDomainYet,
};
use super::{Client, Clock, Retry};
use crate::connector_auth_url::state::Missing;
use crate::{ApiDomain, Error, HttpTransport, Secret, ServiceDomain};

/// Builds a [`Client`], or a [`blocking::Client`](crate::blocking::Client).
///
/// The setters come in any order. [`build`](Self::build) compiles once `api_domain`,
/// `client_credentials` and `service_domain` have been called, each of them once.
#[must_use = "a builder does nothing until `.build()` is called"]
pub struct ClientBuilder<C, Api = Missing, Credentials = Missing, Service = Missing> {
    start: Box<dyn FnOnce(Start) -> Result<C, Error> + Send>,
    api_domain: Api,
    credentials: Credentials,
    service_domain: Service,
    clock: Option<Arc<dyn AnyClock>>,
    limits: Limits,
}

/// What the builder has in the end.
pub(super) struct Start {
    pub(super) api_domain: ApiDomain,
    credentials: ClientCredentials,
    service_domain: ServiceDomain,
    clock: Option<Arc<dyn AnyClock>>,
    limits: Limits,
}

impl Start {
    pub(super) fn client(
        self,
        transport: impl HttpTransport,
        clock: impl Clock,
    ) -> Result<Client, Error> {
        let Self { api_domain, credentials, service_domain, clock: other_clock, limits } = self;
        let exchange = Exchange {
            authority: api_domain.authority().parse().map_err(Error::start)?,
            api_domain,
            client_id: credentials.id,
            client_secret: credentials.secret,
            transport: Box::new(transport),
            clock: other_clock.unwrap_or_else(|| Arc::new(clock)),
            access_tokens: AccessTokens::new(),
            limits,
        };
        Ok(Client::new(exchange, service_domain))
    }
}

impl<C> ClientBuilder<C> {
    pub(super) fn new(start: impl FnOnce(Start) -> Result<C, Error> + Send + 'static) -> Self {
        Self {
            start: Box::new(start),
            api_domain: Missing,
            credentials: Missing,
            service_domain: Missing,
            clock: None,
            limits: Limits {
                retry: Retry::default(),
                timeout: Duration::from_secs(10),
                deadline: Duration::from_secs(30),
                max_body: 8 << 20,
            },
        }
    }
}

// One block, its bounds on the methods: a second one would turn the sentences in `state` into the
// compiler's own.
impl<C, Api, Credentials, Service> ClientBuilder<C, Api, Credentials, Service> {
    /// Required. Where the API is.
    pub fn api_domain(
        self,
        api_domain: ApiDomain,
    ) -> ClientBuilder<C, ApiDomain, Credentials, Service>
    where
        Api: NoApiDomainYet,
    {
        let Self { start, api_domain: _, credentials, service_domain, clock, limits } = self;
        ClientBuilder { start, api_domain, credentials, service_domain, clock, limits }
    }

    /// Required. The partner's client id and client secret, as the Cyclr console shows them.
    pub fn client_credentials(
        self,
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> ClientBuilder<C, Api, ClientCredentials, Service>
    where
        Credentials: NoClientCredentialsYet,
    {
        let Self { start, api_domain, credentials: _, service_domain, clock, limits } = self;
        let credentials = ClientCredentials { id: client_id.into(), secret: client_secret.into() };
        ClientBuilder { start, api_domain, credentials, service_domain, clock, limits }
    }

    /// Required. The host that users' browsers see.
    pub fn service_domain(
        self,
        service_domain: ServiceDomain,
    ) -> ClientBuilder<C, Api, Credentials, ServiceDomain>
    where
        Service: NoServiceDomainYet,
    {
        let Self { start, api_domain, credentials, service_domain: _, clock, limits } = self;
        ClientBuilder { start, api_domain, credentials, service_domain, clock, limits }
    }

    /// Optional. Another clock than the system's, for tests: pauses, limits of time and the access
    /// token's expiry go by it. For a redirect that does, too, hand [`Client::now`] to
    /// [`into_redirect_at`](crate::ConnectorAuthUrl::into_redirect_at).
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Optional. How often a call is tried, and how long the pauses are.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.limits.retry = retry;
        self
    }

    /// Optional. How long one try may take, the connection included: 10 s, unless this is called.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.timeout = timeout;
        self
    }

    /// Optional. How long a call may take with all its tries, pauses and the access token that it
    /// waits for: 30 s, unless this is called.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.limits.deadline = deadline;
        self
    }

    /// Optional. How many bytes of an answer are read: 8 MiB, unless this is called. A longer answer is
    /// an error.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.limits.max_body = bytes;
        self
    }

    /// Makes the client. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// [`Error`] if the HTTP library can't start: no certificates, no thread.
    pub fn build(self) -> Result<C, Error>
    where
        Api: HasApiDomain,
        Credentials: HasClientCredentials,
        Service: HasServiceDomain,
    {
        (self.start)(Start {
            api_domain: self.api_domain.api_domain(),
            credentials: self.credentials.client_credentials(),
            service_domain: self.service_domain.service_domain(),
            clock: self.clock,
            limits: self.limits,
        })
    }
}

impl<C, Api, Credentials, Service> fmt::Debug for ClientBuilder<C, Api, Credentials, Service> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("limits", &self.limits).finish_non_exhaustive()
    }
}
