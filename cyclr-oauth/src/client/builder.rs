//! [`ClientBuilder`]: builds a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::api::{Error, HttpTransport};
use crate::client::budget::Budget;
use crate::client::client::Client;
#[cfg(feature = "hyper")]
use crate::client::clock::SystemClock;
use crate::client::clock::{AnyClock, Clock};
use crate::client::core::Core;
use crate::client::credentials::ClientCredentials;
#[cfg(feature = "hyper")]
use crate::client::hyper::{HttpOptions, HyperTransport};
use crate::client::limits::Limits;
use crate::client::retry::Retry;
use crate::client::send::Sender;
use crate::client::state::{
    HasApiDomain, HasClientCredentials, HasServiceDomain, NoApiDomainYet, NoClientCredentialsYet,
    NoServiceDomainYet,
};
use crate::client::token_cache::TokenCache;
use crate::handoff::Missing;
use crate::sync::RwLock;
use crate::values::Secret;
use crate::web::{ApiDomain, ServiceDomain};

impl Client {
    /// Starts a client that sends with hyper, on the tokio runtime.
    ///
    /// It trusts the system's certificate authorities and uses the proxy in `HTTPS_PROXY`, except
    /// for the hosts in `NO_PROXY`. To change that, use [`with_http`](Self::with_http).
    #[cfg(feature = "hyper")]
    pub fn builder() -> ClientBuilder<Self> {
        Self::with_http(HttpOptions::new())
    }

    /// Starts a client with your own proxy, certificate authorities or connection limits.
    ///
    /// ```no_run
    /// use cyclr_oauth::client::{HttpOptions, Proxy, RootCertificates};
    /// use cyclr_oauth::{ApiDomain, Client, Secret, ServiceDomain};
    ///
    /// let http = HttpOptions::new()
    ///     .proxy(Proxy::new("http://proxy.internal:3128")?)
    ///     .root_certificates(RootCertificates::from_pem(&std::fs::read("company-ca.pem")?)?);
    /// let cyclr = Client::with_http(http)
    ///     .api_domain(ApiDomain::US)
    ///     .client_credentials("client-id", Secret::from(std::env::var("CYCLR_CLIENT_SECRET")?))
    ///     .service_domain(ServiceDomain::parse("app-h.cyclr.com")?)
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "hyper")]
    pub fn with_http(options: HttpOptions) -> ClientBuilder<Self> {
        ClientBuilder::new(move |start| {
            let transport = HyperTransport::new(&start.api_domain, &options)?;
            start.client(transport, SystemClock)
        })
    }

    /// Requires the feature `hyper`.
    #[cfg(not(feature = "hyper"))]
    #[doc(hidden)]
    pub fn builder() -> ClientBuilder<Self>
    where
        for<'never> Self: HyperFeature,
    {
        ClientBuilder::new(|_| Err(Error::start("the feature `hyper` is off")))
    }

    /// Starts a client that sends with any HTTP library, on any runtime.
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
    /// /// Responds to everything with 503.
    /// struct OutOfService;
    ///
    /// impl HttpTransport for OutOfService {
    ///     async fn send(
    ///         &self,
    ///         _: http::Request<Body>,
    ///         _: usize,
    ///     ) -> Result<http::Response<Body>, TransportError> {
    ///         let mut response = http::Response::new(Body::default());
    ///         *response.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
    ///         Ok(response)
    ///     }
    /// }
    ///
    /// /// Time that stands still, and pauses that take none.
    /// struct Noon;
    ///
    /// impl Clock for Noon {
    ///     fn now(&self) -> UtcTimestamp {
    ///         UtcTimestamp::now()
    ///     }
    ///
    ///     fn monotonic(&self) -> Duration {
    ///         Duration::ZERO
    ///     }
    ///
    ///     async fn sleep(&self, _: Duration) {}
    /// }
    ///
    /// let cyclr = Client::with_transport(OutOfService, Noon)
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
    /// assert!(error.is_no_access_token());
    /// assert_eq!(
    ///     error.to_string(),
    ///     "POST /v1.0/accounts/{account}/signintoken: no access token, so nothing was sent: \
    ///      POST /oauth/token: 503 Service Unavailable (after 4 tries)",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_transport(transport: impl HttpTransport, clock: impl Clock) -> ClientBuilder<Self> {
        ClientBuilder::new(move |start| start.client(transport, clock))
    }
}

/// Implemented for nothing: a call without the feature `hyper` gets this message.
#[cfg(not(feature = "hyper"))]
#[diagnostic::on_unimplemented(
    message = "`Client::builder` needs the feature `hyper` of `cyclr-oauth`",
    label = "turn on the feature `hyper`",
    note = "write `cyclr-oauth = {{ version = \"0.1\", features = [\"hyper\"] }}` in Cargo.toml; with `reqwest` in its place you can bring your own `reqwest::Client`; or call `Client::with_transport` with an HTTP library of your choice"
)]
#[doc(hidden)]
pub trait HyperFeature {}

/// Builds a [`Client`] or a [`blocking::Client`](crate::blocking::Client).
///
/// Call `api_domain`, `client_credentials` and `service_domain` once each, in any order.
/// [`build`](Self::build) compiles only after all three.
#[must_use = "a builder does nothing until `.build()` is called"]
pub struct ClientBuilder<C, Api = Missing, Credentials = Missing, Service = Missing> {
    start: Box<dyn FnOnce(Start) -> Result<C, Error> + Send>,
    api_domain: Api,
    credentials: Credentials,
    service_domain: Service,
    options: Options,
}

#[derive(Default)]
struct Options {
    clock: Option<Arc<dyn AnyClock>>,
    limits: Limits,
    product: String,
    account_tokens: bool,
}

/// The finished settings of a builder.
pub(crate) struct Start {
    pub(crate) api_domain: ApiDomain,
    credentials: ClientCredentials,
    service_domain: ServiceDomain,
    options: Options,
}

impl Start {
    pub(crate) fn client(
        self,
        transport: impl HttpTransport,
        clock: impl Clock,
    ) -> Result<Client, Error> {
        let Self { api_domain, credentials, service_domain, options } = self;
        let Options { clock: other_clock, limits, product, account_tokens } = options;
        let user_agent = format!("{product}cyclr-oauth/{}", env!("CARGO_PKG_VERSION"));
        let sender = Sender {
            authority: api_domain.authority().parse().map_err(Error::start)?,
            api_domain,
            user_agent: HeaderValue::try_from(user_agent).map_err(|_| {
                Error::start("`user_agent` contains characters that a header can't carry")
            })?,
            transport: Box::new(transport),
            clock: other_clock.unwrap_or_else(|| Arc::new(clock)),
            limits,
            budget: Budget::default(),
        };
        let tokens = RwLock::new(Arc::new(TokenCache::new(credentials)));
        Ok(Client::new(Core { sender: Arc::new(sender), tokens, account_tokens }, service_domain))
    }
}

impl<C> ClientBuilder<C> {
    pub(crate) fn new(start: impl FnOnce(Start) -> Result<C, Error> + Send + 'static) -> Self {
        Self {
            start: Box::new(start),
            api_domain: Missing,
            credentials: Missing,
            service_domain: Missing,
            options: Options::default(),
        }
    }
}

// One block with the bounds on the methods. A second block would replace the messages of `state`
// with the compiler's own.
impl<C, Api, Credentials, Service> ClientBuilder<C, Api, Credentials, Service> {
    /// Required. The host of the API.
    pub fn api_domain(
        self,
        api_domain: ApiDomain,
    ) -> ClientBuilder<C, ApiDomain, Credentials, Service>
    where
        Api: NoApiDomainYet,
    {
        let Self { start, api_domain: _, credentials, service_domain, options } = self;
        ClientBuilder { start, api_domain, credentials, service_domain, options }
    }

    /// Required. The partner's client id and client secret from the Cyclr console.
    pub fn client_credentials(
        self,
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> ClientBuilder<C, Api, ClientCredentials, Service>
    where
        Credentials: NoClientCredentialsYet,
    {
        let Self { start, api_domain, credentials: _, service_domain, options } = self;
        let credentials = ClientCredentials { id: client_id.into(), secret: client_secret.into() };
        ClientBuilder { start, api_domain, credentials, service_domain, options }
    }

    /// Required. The host that users' browsers see.
    pub fn service_domain(
        self,
        service_domain: ServiceDomain,
    ) -> ClientBuilder<C, Api, Credentials, ServiceDomain>
    where
        Service: NoServiceDomainYet,
    {
        let Self { start, api_domain, credentials, service_domain: _, options } = self;
        ClientBuilder { start, api_domain, credentials, service_domain, options }
    }

    /// Optional. Replaces the system clock, for tests.
    ///
    /// Pauses, timeouts and token expiry use it. To check a redirect's expiry by it too, pass
    /// [`Client::now`] to [`into_redirect_at`](crate::ConnectorAuthUrl::into_redirect_at).
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.options.clock = Some(Arc::new(clock));
        self
    }

    /// Optional. Sets how often a call is tried, and how long the pauses are.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.options.limits.retry = retry;
        self
    }

    /// Optional. Limits the time of one try, connecting included; the default is 10 s.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.limits.timeout = timeout;
        self
    }

    /// Optional. Limits the time of a call; the default is 30 s.
    ///
    /// This includes all tries, the pauses, and the wait for an access token.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.options.limits.deadline = deadline;
        self
    }

    /// Optional. Limits the size of a response; the default is 8 MiB. A longer response is an
    /// error.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.options.limits.max_body = bytes;
        self
    }

    /// Optional. Puts your product token, such as `acme-portal/2.1`, first in `User-Agent`.
    pub fn user_agent(mut self, product: &str) -> Self {
        self.options.product = format!("{product} ");
        self
    }

    /// Optional. Uses a separate access token for each account
    /// ([documented](crate::guide::how_cyclr_behaves)); off by default.
    ///
    /// A mistake in one account then can't reach another. It costs one token request per account.
    /// The client keeps the tokens of the 1,000 most recently used accounts.
    pub fn account_tokens(mut self, restricted: bool) -> Self {
        self.options.account_tokens = restricted;
        self
    }

    /// Builds the client, without sending anything yet.
    ///
    /// # Errors
    ///
    /// [`Error`] if there are no certificates, if the environment's proxy is invalid, if no thread
    /// can start, or if `user_agent` contains characters that a header can't carry.
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
            options: self.options,
        })
    }
}

impl<C, Api, Credentials, Service> fmt::Debug for ClientBuilder<C, Api, Credentials, Service> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("limits", &self.options.limits)
            .finish_non_exhaustive()
    }
}
