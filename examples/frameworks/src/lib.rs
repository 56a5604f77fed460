//! What the services on axum and on actix-web have in common: sessions, the page, and Cyclr.

pub mod actix;

use std::error::Error;
use std::net::SocketAddr;

use cyclr_oauth::completion::NotReturned;
use cyclr_oauth::{
    AccountConnectorId, AccountId, AttemptError, Attempts, Client, PageHeaders, PopupListener,
    Returned, SessionKey, TargetOrigin,
};
use cyclr_sandbox::{ConnectorSeed, Sandbox};
use http::Response;
use http::header::{CONTENT_TYPE, COOKIE, HeaderValue, SET_COOKIE};
use http::request::Parts;

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

    /// The session of a user who has clicked on a page of this very site, by the headers `Sec-Fetch-Site` and
    /// `Origin`. A real service has CSRF tokens, too.
    ///
    /// # Errors
    ///
    /// If it was another site's page, or there is no session.
    pub fn clicked(&self, request: &Parts) -> Result<SessionKey, AttemptError> {
        let header = |name| request.headers.get(name).and_then(|value| value.to_str().ok());
        let is_own = match header("sec-fetch-site") {
            Some(site) => site == "same-origin",
            // Browsers of before 2023. `Origin` is `null` from a page without a referrer, which is refused.
            None => header("origin") == Some(self.page.origin().as_str()),
        };
        if is_own { session(request) } else { Err(NotReturned::CrossOrigin.into()) }
    }

    /// The page with the buttons, which says how the connection stands. It makes the session, if there is none.
    ///
    /// # Errors
    ///
    /// If Cyclr can't be asked.
    pub async fn page(&self, request: &Parts) -> Result<Response<String>, AttemptError> {
        let state = self.cyclr.account(&self.account).connector(self.id).await?;
        let stands = if state.authenticated { "connected" } else { "not connected" };
        let page = PageHeaders::new();
        let html = include_str!("page.html").replace("{nonce}", page.nonce());
        let mut response = Response::new(html.replace("{stands}", stands));
        let headers = response.headers_mut();
        *headers = page.into_headers();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        if session(request).is_err() {
            headers.insert(SET_COOKIE, new_session());
        }
        Ok(response)
    }
}

/// What the page imports.
#[must_use]
pub fn script() -> Response<String> {
    let mut response = Response::new(PopupListener::MODULE.to_owned());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/javascript"));
    response
}

/// The page for a user who is not connected.
#[must_use]
pub fn failure(error: &AttemptError) -> Response<String> {
    eprintln!("{error}"); // it holds no secrets
    let mut response = Response::new(error.public_message().to_owned());
    *response.status_mut() = error.status();
    *response.headers_mut() = PageHeaders::new().into_headers();
    response
}

/// A form as it was sent, so that what it has twice is seen.
pub type Fields = Vec<(String, String)>;

/// The attempt that a form of this site presents; no form, one that can't be read, and one without an attempt are the
/// same.
///
/// # Errors
///
/// If there is not one attempt, or another site's page sent it.
pub fn presented(request: &Parts, form: Option<&Fields>) -> Result<Returned, AttemptError> {
    let mut fields = form.into_iter().flatten().filter(|(name, _)| name == Returned::PARAMETER);
    let attempt = fields.next().map_or("", |(_, attempt)| attempt);
    if fields.next().is_some() {
        return Err(NotReturned::Repeated.into());
    }
    Ok(Returned::by_form(request, attempt)?)
}

/// The session's key, from the header `Cookie`. A real service has a login in the place of this: users, and an
/// id on the server for each of their sessions.
///
/// # Errors
///
/// If there is no session.
pub fn session(request: &Parts) -> Result<SessionKey, AttemptError> {
    let cookies = request.headers.get(COOKIE).and_then(|it| it.to_str().ok());
    let mut cookies = cookies.unwrap_or_default().split("; ");
    let id = cookies.find_map(|cookie| cookie.strip_prefix("session="));
    Ok(SessionKey::new(id.unwrap_or_default())?)
}

/// A new session, as `Set-Cookie`. `Lax`, since the redirect that leads back comes from Cyclr's site. A real
/// service has https, and adds `Secure`.
#[expect(clippy::expect_used, reason = "without randomness there are no sessions")]
fn new_session() -> HeaderValue {
    let mut id = [0; 16];
    getrandom::fill(&mut id).expect("the system has randomness");
    let id = u128::from_ne_bytes(id);
    let cookie = format!("session={id:032x}; HttpOnly; SameSite=Lax; Path=/");
    HeaderValue::try_from(cookie).expect("it is ASCII")
}
