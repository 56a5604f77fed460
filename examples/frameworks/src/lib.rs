//! What the services on axum and on actix-web have in common: all that knows no framework.

use std::error::Error;
use std::net::SocketAddr;

use cyclr_oauth::{
    AccountConnectorId, AccountId, Attempts, Client, ConnectAttempt, SignInToken, TargetOrigin,
};
use cyclr_sandbox::{ConnectorSeed, Sandbox};

/// What every request needs. Clones share it.
#[derive(Clone, Debug)]
pub struct Service {
    /// One client for the whole service.
    pub cyclr: Client,
    /// The same for the attempts. A service on several machines has them in a store that all share.
    pub attempts: Attempts,
    /// A real service has one for each customer, and knows from the session whose it is.
    pub account: AccountId,
    /// The account's Salesforce.
    pub id: AccountConnectorId,
    /// The page with the buttons.
    pub page: TargetOrigin,
    /// The page that users come back to.
    pub done: TargetOrigin,
}

impl Service {
    /// Cyclr is the sandbox here, so that there is nothing to set up.
    ///
    /// # Errors
    ///
    /// If the client can't start.
    pub fn new(address: SocketAddr, sandbox: &Sandbox) -> Result<Self, Box<dyn Error>> {
        let (client_id, client_secret) = sandbox.client_credentials();
        let cyclr = Client::builder()
            .api_domain(sandbox.api_domain())
            .client_credentials(client_id, client_secret)
            .service_domain(sandbox.service_domain())
            .build()?;
        let account = AccountId::new("Acme-42")?;
        let id = sandbox.install(&account, ConnectorSeed::oauth2("Salesforce"));
        let page = TargetOrigin::parse(&format!("http://{address}/"))?;
        let done = TargetOrigin::parse(&format!("http://{address}/done"))?;
        println!("Open {}", page.as_str());
        Ok(Self { cyclr, attempts: Attempts::in_memory(), account, id, page, done })
    }

    /// At the user's click: an attempt that has begun, and the one-time token to go with it.
    ///
    /// # Errors
    ///
    /// If Cyclr can't be asked.
    pub async fn begin(
        &self,
        session: &str,
    ) -> Result<(ConnectAttempt, SignInToken), Box<dyn Error>> {
        let attempt = ConnectAttempt::new(&self.account, self.id, session);
        self.attempts.begin(&attempt, &self.cyclr).await?;
        let token = self.cyclr.sign_in_token(&self.account, "example_user").await?;
        Ok((attempt, token))
    }

    /// Whether a page of this very site has sent a form, by the headers `Sec-Fetch-Site` and `Origin`. A real
    /// service has CSRF tokens, too.
    #[must_use]
    pub fn is_from_own_page(&self, site: Option<&str>, origin: Option<&str>) -> bool {
        match site {
            Some(site) => site == "same-origin",
            // Browsers of before 2023. `Origin` is `null` from a page without a referrer, which is refused.
            None => origin == Some(self.page.origin().as_str()),
        }
    }
}

/// The page with the buttons.
#[must_use]
pub fn page(nonce: &str) -> String {
    include_str!("page.html").replace("{nonce}", nonce)
}

/// The session's key, from the header `Cookie`. A real service has a login in the place of this: users, and a
/// key for each of their sessions.
#[must_use]
pub fn session(cookies: &str) -> Option<&str> {
    let mut cookies = cookies.split("; ");
    cookies.find_map(|cookie| cookie.strip_prefix("session=")).filter(|key| !key.is_empty())
}

/// A new session, as `Set-Cookie`. `Lax`, since the redirect that leads back comes from Cyclr's site. A real
/// service has https, and adds `Secure`.
///
/// # Errors
///
/// If the system has no randomness.
pub fn new_session() -> Result<String, getrandom::Error> {
    let mut key = [0; 16];
    getrandom::fill(&mut key)?;
    let key = u128::from_ne_bytes(key);
    Ok(format!("session={key:032x}; HttpOnly; SameSite=Lax; Path=/"))
}
