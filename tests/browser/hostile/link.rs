//! A link to connect in a real browser, which runs ahead of its user.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use cyclr_oauth::completion::{LinkClick, NewLink, Returned};
use cyclr_oauth::{
    AccountConnectorId, AccountId, AttemptError, Attempts, Client, PageHeaders, SessionKey,
    TargetOrigin,
};
use cyclr_oauth_browser_tests::{Server, Session};
use cyclr_sandbox::{ConnectorSeed, Sandbox};
use http::header::{COOKIE, SET_COOKIE};
use http::request::Parts;
use http::{Method, StatusCode};

use crate::world::PARTNER;

const SESSION: &str = "session=the-id-of-the-session-on-the-server";
const CSRF: &str = "csrf=0b7f3a52c1d94e0f8a6b5c4d3e2f1a09";
const USED: &str = "This link was used already. Check your connections.";
const NOTE: &str = "Kim asks: \"Connect <Salesforce>\".";

#[derive(Clone)]
struct Service {
    cyclr: Client,
    attempts: Attempts,
    account: AccountId,
    done: TargetOrigin,
    link: String,
    /// The `Sec-Purpose` of each request for the page of the link; empty for those of the user.
    purposes: Arc<Mutex<Vec<String>>>,
}

impl Service {
    fn purposes(&self, wanted: impl Fn(&str) -> bool) -> usize {
        self.purposes.lock().unwrap().iter().filter(|it| wanted(it)).count()
    }

    async fn invite(&self, request: &Parts, body: &[u8]) -> Result<Response, AttemptError> {
        let purpose = request.headers.get("sec-purpose").map_or("", |it| it.to_str().unwrap());
        self.purposes.lock().unwrap().push(purpose.to_owned());
        let Some(session) = session(request) else {
            return Ok((StatusCode::UNAUTHORIZED, "Sign in").into_response());
        };
        let Self { cyclr, attempts, account, done, .. } = self;
        if request.method == Method::POST {
            if body != CSRF.as_bytes() {
                return Ok((StatusCode::FORBIDDEN, "Forged").into_response());
            }
            let click = LinkClick::by_form(request)?;
            let begun = attempts.begin_link(cyclr, click, account, "ann", &session).await?;
            return begun.redirect("ann", done).await;
        }
        let invitation = attempts.open_link(cyclr, request, account, "ann").await?;
        let (name, value) = CSRF.split_once('=').unwrap();
        let note = invitation.note.unwrap().replace('<', "&lt;");
        let page = format!(
            "<!doctype html><html lang=en><title>Connect</title><p>{note}</p><form method=post>\
             <input type=hidden name={name} value={value}><button>Connect</button></form>"
        );
        Ok((PageHeaders::new().into_headers(), Html(page)).into_response())
    }

    async fn done(&self, request: &Parts) -> Result<Response, AttemptError> {
        let returned = Returned::by_navigation(request)?;
        let session = session(request).unwrap();
        let completed = self.attempts.complete(&self.cyclr, returned, &session).await?;
        Ok(completed.see_other("/connected")?)
    }

    /// A page of the same site that has the browser fetch the link ahead of the user.
    fn chat(&self, way: &str) -> Html<String> {
        let link = &self.link;
        let ahead = match way {
            "link" => format!("<link rel=prefetch href=\"{link}\">"),
            rule => format!(
                "<script type=speculationrules>{{\"{rule}\":[{{\"source\":\"list\",\"urls\":[\"{link}\"],\
                 \"eagerness\":\"immediate\"}}]}}</script>"
            ),
        };
        Html(format!(
            "<!doctype html><html lang=en><title>Chat</title>{ahead}<a href=\"{link}\">Connect</a>"
        ))
    }

    fn router(self) -> Router {
        let invite = async |State(service): State<Self>, request: Request| {
            let (parts, body) = request.into_parts();
            let body = axum::body::to_bytes(body, 1000).await.unwrap();
            answer(service.invite(&parts, &body).await)
        };
        let done = async |State(service): State<Self>, request: Request| {
            answer(service.done(&request.into_parts().0).await)
        };
        let chat = async |State(service): State<Self>, Path(way): Path<String>| service.chat(&way);
        let sign_in = async || {
            let cookie = format!("{SESSION}; HttpOnly; SameSite=Lax; Path=/");
            ([(SET_COOKIE, cookie)], "Signed in")
        };
        Router::new()
            .route("/sign-in", get(sign_in))
            .route("/chat/{way}", get(chat))
            .route("/invite", get(invite).post(invite))
            .route("/done", get(done))
            .route("/connected", get(async || "Connected"))
            .route("/favicon.ico", get(async || StatusCode::NO_CONTENT))
            .with_state(self)
    }
}

fn session(request: &Parts) -> Option<SessionKey> {
    let cookie = request.headers.get(COOKIE)?.to_str().unwrap();
    (cookie == SESSION).then(|| SessionKey::new(SESSION).unwrap())
}

fn answer(result: Result<Response, AttemptError>) -> Response {
    result.unwrap_or_else(|error| (error.status(), error.public_message()).into_response())
}

/// A partner with a link for Ann, and her browser, in which she is signed in.
struct World {
    session: Session,
    sandbox: Sandbox,
    id: AccountConnectorId,
    service: Service,
    server: Server,
}

impl World {
    async fn start() -> Self {
        let sandbox = Sandbox::start().await;
        let (client_id, secret) = sandbox.client_credentials();
        let cyclr = Client::builder()
            .api_domain(sandbox.api_domain())
            .client_credentials(client_id, secret)
            .service_domain(sandbox.service_domain())
            .clock(sandbox.clock())
            .build()
            .unwrap();
        let account = AccountId::new("Acme-42").unwrap();
        let id = sandbox.install(&account, ConnectorSeed::oauth2("Salesforce"));
        let reserved = Server::reserve().await;
        let page = |path: &str| {
            TargetOrigin::parse(&format!("{}{path}", reserved.origin(PARTNER))).unwrap()
        };
        let attempts = Attempts::in_memory();
        let link = NewLink::new(&account, id).for_user("ann").with_note(NOTE);
        let link = attempts.issue_link(&cyclr, link, &page("/invite")).await.unwrap();
        let (done, link) = (page("/done"), link.expose_url().to_owned());
        let service = Service { cyclr, attempts, account, done, link, purposes: Arc::default() };
        let server = reserved.serve(service.clone().router());
        let session = Session::start().await;
        session.open(&server.url(PARTNER, "/sign-in")).await;
        sandbox.clear_requests();
        Self { session, sandbox, id, service, server }
    }

    /// Opens a page on which the browser runs ahead, and waits until it has.
    async fn run_ahead(&self, way: &str, purpose: &str) {
        self.session.open(&self.server.url(PARTNER, &format!("/chat/{way}"))).await;
        let fetched = async || (self.service.purposes(|it| it == purpose) > 0).then_some(());
        let what = format!("the link is fetched: {way}");
        self.session.until(&what, fetched).await;
        self.was_not_asked();
    }

    fn was_not_asked(&self) {
        assert_eq!(self.sandbox.requests().len(), 0, "Cyclr was asked for something");
    }

    async fn approve(&self) {
        self.session.until_at(&self.sandbox.third_party_origin()).await;
        self.session.click("button[value=approve]").await;
        self.session.until_at(&self.server.url(PARTNER, "/connected")).await;
    }
}

/// The browser fetches the link ahead, the user follows it, opens it in another tab, and clicks there.
async fn is_clicked_once(way: &str, purpose: &str) {
    let world = World::start().await;
    world.run_ahead(way, purpose).await;
    world.session.click("a").await;
    world.session.until_text(NOTE).await;
    let first = world.session.window().await;
    let new_tab = async || drop(world.session.driver().new_tab().await);
    let second = world.session.opened_by(new_tab).await;
    world.session.switch_to(&second).await;
    world.session.open(&world.service.link).await;
    world.session.until_text(NOTE).await;
    world.session.driver().refresh().await.unwrap();
    world.session.until_text(NOTE).await;
    world.was_not_asked();

    world.session.click("button").await;
    world.approve().await;
    assert!(world.sandbox.account_connector(world.id).unwrap().is_authenticated());
    world.session.open(&world.service.link).await;
    world.session.until_text(USED).await;
    world.session.switch_to(&first).await;
    world.session.click("button").await;
    world.session.until_text(USED).await;
    assert_eq!(world.sandbox.request_count("POST", "/v1.0/accounts/*/signintoken"), 1);
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_link_that_is_prefetched_by_an_element_is_clicked_once() {
    is_clicked_once("link", "prefetch").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_link_that_is_prefetched_by_a_rule_is_clicked_once() {
    is_clicked_once("prefetch", "prefetch").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_link_that_is_prerendered_is_clicked_once() {
    is_clicked_once("prerender", "prefetch;prerender").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_user_who_goes_back_from_the_consent_page_clicks_the_link_again() {
    let world = World::start().await;
    world.session.open(&world.service.link).await;
    world.session.click("button").await;
    world.session.until_at(&world.sandbox.third_party_origin()).await;
    world.session.open(&world.service.link).await;
    world.session.until_text(NOTE).await;
    world.session.click("button").await;
    world.approve().await;
    assert!(world.sandbox.account_connector(world.id).unwrap().is_authenticated());
    let tokens = world.sandbox.request_count("POST", "/v1.0/accounts/*/signintoken");
    assert_eq!(tokens, 2, "an attempt for each click");
}
