//! [`Client`]: the entry point for all calls.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use crate::api::{
    Call, CreateSignInToken, Embedded, Error, Launch, List, Marketplace, OpenMarketplace,
    OpenOrbit, Orbit, Page, StartLaunch,
};
use crate::client::account_scope::AccountScope;
use crate::client::accounts::Accounts;
use crate::client::core::Core;
use crate::client::credentials::ClientCredentials;
use crate::client::pages::Pages;
use crate::client::token_cache::TokenCache;
use crate::handoff::{ConnectorAuthUrl, ConnectorAuthUrlBuilder, SignInToken};
use crate::values::{AccountId, Secret, UtcTimestamp};
use crate::web::ServiceDomain;

/// An async client for Cyclr's API, for one partner.
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
/// Make one client and clone it: clones share one access token and one connection pool. The client
/// fetches the access token once for all callers and renews it during a call before it expires.
/// While the token endpoint fails or hangs, the client asks it at most once a second, and callers
/// get the last failure at once.
///
/// The table of [`Fault`](crate::client::Fault) says which calls are retried. Each try takes at
/// most 10 s and each call at most 30 s, unless you change that in the
/// [builder](crate::client::ClientBuilder).
///
/// # Security
///
/// `Debug` shows only the domains.
#[derive(Clone)]
pub struct Client {
    core: Arc<Core>,
    service_domain: Arc<ServiceDomain>,
}

impl Client {
    pub(super) fn new(core: Core, service_domain: ServiceDomain) -> Self {
        Self { core: Arc::new(core), service_domain: Arc::new(service_domain) }
    }

    /// Checks the client credentials and the API domain by fetching an access token.
    ///
    /// Call it when your service starts, so that wrong settings fail then and not at the first
    /// user's click.
    ///
    /// ```no_run
    /// # async fn start(cyclr: cyclr_oauth::Client) -> Result<(), cyclr_oauth::Error> {
    /// match cyclr.check().await {
    ///     Err(error) if error.is_unauthorized() => panic!("the client id or secret is wrong"),
    ///     Err(error) if error.is_not_found() => panic!("the API domain is another host"),
    ///     result => result,
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The [`Error`] of the token request.
    pub fn check(&self) -> impl Future<Output = Result<(), Error>> + Send {
        self.core.check()
    }

    /// Replaces the client credentials in this client and all its clones.
    ///
    /// Later requests use the new credentials and an access token obtained with them.
    pub fn set_client_credentials(&self, id: impl Into<String>, secret: impl Into<Secret>) {
        let credentials = ClientCredentials { id: id.into(), secret: secret.into() };
        self.core.replace_tokens(TokenCache::new(credentials));
    }

    /// Sends any call of [`api`](crate::api), or your own.
    ///
    /// # Errors
    ///
    /// [`Error`], as for all calls.
    pub fn call<C: Call + Sync>(
        &self,
        call: &C,
    ) -> impl Future<Output = Result<C::Output, Error>> + Send {
        self.core.call(call)
    }

    /// Sends your own list call, page by page.
    ///
    /// ```
    /// use cyclr_oauth::api::{ApiResponse, Call, List, Method, Operation, Page, Unreadable};
    /// use cyclr_oauth::client::Pages;
    /// use cyclr_oauth::{AccountId, Client};
    ///
    /// struct ListTags {
    ///     account: AccountId,
    ///     page: Page,
    /// }
    ///
    /// impl Call for ListTags {
    ///     type Output = List<String>;
    ///
    ///     const OPERATION: Operation = Operation::new(Method::GET, "/v1.0/tags");
    ///
    ///     fn path(&self) -> String {
    ///         format!("/v1.0/tags?{}", self.page)
    ///     }
    ///
    ///     fn account(&self) -> Option<&AccountId> {
    ///         Some(&self.account)
    ///     }
    ///
    ///     fn read(&self, response: &ApiResponse) -> Result<List<String>, Unreadable> {
    ///         List::read(response)
    ///     }
    /// }
    ///
    /// fn tags(cyclr: &Client, account: &AccountId) -> Pages<String> {
    ///     let account = account.clone();
    ///     cyclr.pages(move |page| ListTags { account: account.clone(), page })
    /// }
    /// ```
    #[must_use]
    pub fn pages<T, C>(&self, call: impl Fn(Page) -> C + Send + Sync + 'static) -> Pages<T>
    where
        C: Call<Output = List<T>> + Send + Sync + 'static,
    {
        Pages::new(Arc::clone(&self.core), move |core, page| {
            let call = call(page);
            Box::pin(async move { core.call(&call).await })
        })
    }

    /// The partner's accounts and their users.
    #[must_use]
    pub fn accounts(&self) -> Accounts {
        Accounts::new(Arc::clone(&self.core))
    }

    /// The calls within one account.
    #[must_use]
    pub fn account(&self, account: &AccountId) -> AccountScope {
        AccountScope::new(Arc::clone(&self.core), account.clone())
    }

    /// Starts the URL that hands a user's browser to Cyclr.
    pub fn connector_auth_url(&self) -> ConnectorAuthUrlBuilder<'_> {
        ConnectorAuthUrl::builder(&self.service_domain)
    }

    /// The current time by the client's clock.
    #[must_use]
    pub fn now(&self) -> UtcTimestamp {
        self.core.now()
    }

    /// The host that users' browsers see.
    #[must_use]
    pub fn service_domain(&self) -> &ServiceDomain {
        &self.service_domain
    }

    /// Gets a one-time token that signs a user in to an account.
    ///
    /// Cyclr creates a user for a new user name ([documented](crate::guide::how_cyclr_behaves)).
    /// Call this when the user clicks, and redirect at once: the token works once, within five
    /// minutes.
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`] if there is no such account. The client doesn't repeat a call that
    /// Cyclr may have carried out; the user clicks again.
    pub async fn sign_in_token(
        &self,
        account: &AccountId,
        username: &str,
    ) -> Result<SignInToken, Error> {
        self.core.call(&CreateSignInToken { account, username }).await
    }

    /// Gets a URL that takes a user through LAUNCH.
    ///
    /// # Errors
    ///
    /// [`Error`]; the message of a 400 says which option or connector Cyclr refused.
    pub fn launch(
        &self,
        account: &AccountId,
        launch: Launch<'_>,
    ) -> impl Future<Output = Result<Embedded, Error>> + Send {
        let call = StartLaunch::new(account, launch);
        async move { self.call(&call).await }
    }

    /// Gets the URL of a marketplace.
    ///
    /// # Errors
    ///
    /// [`Error`]; the message of a 400 says which option or connector Cyclr refused.
    pub fn marketplace(
        &self,
        account: &AccountId,
        marketplace: Marketplace<'_>,
    ) -> impl Future<Output = Result<Embedded, Error>> + Send {
        let call = OpenMarketplace::new(account, marketplace);
        async move { self.call(&call).await }
    }

    /// Gets the URL of ORBIT.
    ///
    /// # Errors
    ///
    /// [`Error`]; the message of a 400 says which option or connector Cyclr refused.
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
            .field("api_domain", &self.core.sender.api_domain)
            .field("service_domain", &self.service_domain)
            .finish_non_exhaustive()
    }
}
