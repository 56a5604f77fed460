//! The client: the part that does input and output.
//!
//! [`Client`] and [`AccountScope`] have the calls. What lies under them can be chosen: the
//! [`HttpTransport`], the [`Clock`], the [`Retry`] table's numbers.
//!
//! With the feature `tracing` there is a span `cyclr` at debug level for each call, with the field
//! `operation`, such as `GET /v1.0/account/connectors/{id}`; in it an event `trying again` at info level
//! for each retry, with `error` and `pause`, and `failed` at debug level with `error`. No secrets and no ids
//! are in any of them.

mod access_tokens;
mod account;
#[cfg(feature = "blocking")]
pub mod blocking;
mod builder;
mod clock;
mod exchange;
mod pages;
#[cfg(feature = "reqwest")]
mod reqwest;
mod retry;
pub(crate) mod state;
mod trace;

use std::fmt;
use std::sync::Arc;

pub use account::AccountScope;
pub use builder::ClientBuilder;
pub use clock::Clock;
#[cfg(feature = "reqwest")]
pub use clock::SystemClock;
pub use pages::Pages;
pub use retry::Retry;

use crate::api::{Call, CreateSignInToken, Embedded, OpenMarketplace, OpenOrbit, StartLaunch};
use crate::{
    AccountId, ConnectorAuthUrl, ConnectorAuthUrlBuilder, Error, HttpTransport, Launch,
    Marketplace, Orbit, ServiceDomain, SignInToken, UtcTimestamp,
};
use exchange::Exchange;

/// A client of Cyclr's API, for one partner.
///
/// ```no_run
/// use cyclr_oauth::{AccountId, ApiDomain, Client, Secret, ServiceDomain, TargetOrigin};
///
/// # async fn hand_off() -> Result<http::Response<String>, Box<dyn std::error::Error>> {
/// let cyclr = Client::builder()
///     .api_domain(ApiDomain::US)
///     .client_credentials("client-id", Secret::from("s3cr3t"))
///     .service_domain(ServiceDomain::from_static("app-h.cyclr.com"))
///     .build()?;
///
/// let account = AccountId::new("Acme-42")?;
/// let token = cyclr.sign_in_token(&account, "example_user").await?;
/// let url = cyclr
///     .connector_auth_url()
///     .id(1234)
///     .token(token)
///     .target_origin(TargetOrigin::from_static("https://yourapplication.com/complete-page"))
///     .build();
/// let redirect = url.into_redirect()?;
/// # Ok(redirect)
/// # }
/// ```
///
/// Clones share one access token and one pool of connections: make one client, and clone it. The
/// access token is fetched once, and renewed before it expires, by one of the callers while the
/// others wait. A call is tried again as the table of [`Retry`] says, each try within 10 s and all
/// within 30 s, unless the [builder](ClientBuilder) is told otherwise.
///
/// # Security
///
/// `Debug` shows the domains alone.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    exchange: Exchange,
    service_domain: ServiceDomain,
}

impl Client {
    /// A client over reqwest, on the tokio runtime.
    #[cfg(feature = "reqwest")]
    pub fn builder() -> ClientBuilder<Self> {
        ClientBuilder::new(|start| {
            let transport = reqwest::ReqwestTransport::new(&start.api_domain)?;
            start.client(transport, SystemClock)
        })
    }

    /// A client over any HTTP library, on any runtime.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use cyclr_oauth::api::Body;
    /// use cyclr_oauth::client::Clock;
    /// use cyclr_oauth::{
    ///     AccountId, ApiDomain, Client, HttpTransport, Secret, ServiceDomain, TransportError,
    ///     UtcTimestamp,
    /// };
    ///
    /// /// Answers everything with 503.
    /// struct OutOfService;
    ///
    /// impl HttpTransport for OutOfService {
    ///     async fn send(
    ///         &self,
    ///         _: http::Request<Body>,
    ///         _: usize,
    ///     ) -> Result<http::Response<Body>, TransportError> {
    ///         let mut answer = http::Response::new(Body::default());
    ///         *answer.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
    ///         Ok(answer)
    ///     }
    /// }
    ///
    /// /// Time that passes at once.
    /// struct Now;
    ///
    /// impl Clock for Now {
    ///     fn now(&self) -> UtcTimestamp {
    ///         UtcTimestamp::now()
    ///     }
    ///
    ///     async fn sleep(&self, _: Duration) {}
    /// }
    ///
    /// let cyclr = Client::with_transport(OutOfService, Now)
    ///     .api_domain(ApiDomain::EU)
    ///     .client_credentials("client-id", Secret::from("s3cr3t"))
    ///     .service_domain(ServiceDomain::from_static("app-h.cyclr.com"))
    ///     .build()?;
    ///
    /// let account = AccountId::new("Acme-42")?;
    /// # fn block_on<T>(future: impl Future<Output = T>) -> T {
    /// #     let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    /// #     match std::pin::pin!(future).poll(&mut context) {
    /// #         std::task::Poll::Ready(result) => result,
    /// #         std::task::Poll::Pending => unreachable!(),
    /// #     }
    /// # }
    /// let error = block_on(cyclr.sign_in_token(&account, "example_user")).unwrap_err();
    /// assert_eq!(error.status(), Some(http::StatusCode::SERVICE_UNAVAILABLE));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_transport(transport: impl HttpTransport, clock: impl Clock) -> ClientBuilder<Self> {
        ClientBuilder::new(move |start| start.client(transport, clock))
    }

    fn new(exchange: Exchange, service_domain: ServiceDomain) -> Self {
        Self { inner: Arc::new(Inner { exchange, service_domain }) }
    }

    /// Makes any call of [`api`](crate::api), or one of your own.
    ///
    /// # Errors
    ///
    /// [`Error`], as all calls.
    pub fn call<C: Call + Sync>(
        &self,
        call: &C,
    ) -> impl Future<Output = Result<C::Answer, Error>> + Send {
        self.inner.exchange.call(call)
    }

    /// The calls within an account.
    #[must_use]
    pub fn account(&self, account: &AccountId) -> AccountScope {
        AccountScope::new(self.clone(), account.clone())
    }

    /// Starts the URL that hands a user's browser to Cyclr.
    pub fn connector_auth_url(&self) -> ConnectorAuthUrlBuilder<'_> {
        ConnectorAuthUrl::builder(&self.inner.service_domain)
    }

    /// The time by the client's clock.
    #[must_use]
    pub fn now(&self) -> UtcTimestamp {
        self.inner.exchange.now()
    }

    /// The host that users' browsers see.
    #[must_use]
    pub fn service_domain(&self) -> &ServiceDomain {
        &self.inner.service_domain
    }

    /// Asks for the one-time token with which a user signs in to an account.
    ///
    /// A user name that Cyclr doesn't know creates a user (documented). Ask at the user's click, and
    /// redirect at once: the token serves once, for five minutes.
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`] if there is no such account. The call is not repeated where it may have
    /// been done; the user clicks again.
    pub async fn sign_in_token(
        &self,
        account: &AccountId,
        username: &str,
    ) -> Result<SignInToken, Error> {
        self.call(&CreateSignInToken { account, username }).await
    }

    /// Asks for the URL that takes a user through LAUNCH.
    ///
    /// # Errors
    ///
    /// [`Error`]; a 400 says in its message which option or connector Cyclr refused.
    pub fn launch(
        &self,
        account: &AccountId,
        launch: Launch<'_>,
    ) -> impl Future<Output = Result<Embedded, Error>> + Send {
        let call = StartLaunch::new(account, launch);
        async move { self.call(&call).await }
    }

    /// Asks for the URL of a marketplace.
    ///
    /// # Errors
    ///
    /// [`Error`]; a 400 says in its message which option or connector Cyclr refused.
    pub fn marketplace(
        &self,
        account: &AccountId,
        marketplace: Marketplace<'_>,
    ) -> impl Future<Output = Result<Embedded, Error>> + Send {
        let call = OpenMarketplace::new(account, marketplace);
        async move { self.call(&call).await }
    }

    /// Asks for the URL of ORBIT.
    ///
    /// # Errors
    ///
    /// [`Error`]; a 400 says in its message which option or connector Cyclr refused.
    pub fn orbit(
        &self,
        account: &AccountId,
        orbit: Orbit<'_>,
    ) -> impl Future<Output = Result<Embedded, Error>> + Send {
        let call = OpenOrbit::new(account, orbit);
        async move { self.call(&call).await }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("api_domain", &self.inner.exchange.api_domain)
            .field("service_domain", &self.inner.service_domain)
            .finish_non_exhaustive()
    }
}
