//! One list of hostile pages, windows and requests, against the portal and the services on axum and on actix-web.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the functions that tests share end them, too"
)]

use std::net::TcpListener;
use std::sync::Arc;

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use cyclr_oauth::{AccountConnectorId, AccountId};
use cyclr_oauth_browser_tests::{Server, Session, Window, Wire};
use cyclr_sandbox::{ConnectorSeed, Sandbox};
use partner_portal::web::{Address, Portal, router};
use serde_json::Value;

#[path = "../../../examples/frameworks/src/bin/with-actix.rs"]
#[expect(dead_code, reason = "the test starts it by `serve`")]
mod with_actix;
#[path = "../../../examples/frameworks/src/bin/with-axum.rs"]
#[expect(dead_code, reason = "the test starts it by `serve`")]
mod with_axum;

/// Each case as a test of each service.
macro_rules! on_all {
    ($($case:ident),* $(,)?) => {
        on!(on_the_portal, portal, $($case)*);
        on!(on_axum, axum, $($case)*);
        on!(on_actix_web, actix_web, $($case)*);
    };
}

macro_rules! on {
    ($module:ident, $service:ident, $($case:ident)*) => {
        mod $module {
            $(
                #[tokio::test]
                #[ignore = "needs chromedriver"]
                async fn $case() {
                    super::$service(async |world| super::$case(world).await).await;
                }
            )*
        }
    };
}

on_all! {
    a_redirect_connects,
    a_window_connects,
    a_request_that_is_not_a_navigation_uses_nothing_up,
    requests_ahead_of_a_click_use_nothing_up,
    going_back_begins_anew_and_completes_once,
    two_tabs_complete_each_its_own,
    another_browser_completes_nothing,
    another_tenants_connector_is_not_connected,
    another_sites_forms_change_nothing,
    a_message_from_another_window_completes_nothing,
    a_return_without_an_attempt_is_refused,
    no_page_is_shown_in_a_frame,
    a_page_that_opens_the_service_has_no_hold_on_it,
    a_malformed_request_gets_a_page_of_the_service,
}

async fn axum(case: impl AsyncFnOnce(World)) {
    let (sandbox, listener) = start().await;
    let world = World::of_framework(&sandbox, &listener).await;
    tokio::select! {
        ended = with_axum::serve(listener, &sandbox) => panic!("{ended:?}"),
        () = case(world) => {}
    }
}

async fn actix_web(case: impl AsyncFnOnce(World)) {
    let (sandbox, listener) = start().await;
    let world = World::of_framework(&sandbox, &listener).await;
    tokio::select! {
        ended = with_actix::serve(listener, &sandbox) => panic!("{ended:?}"),
        () = case(world) => {}
    }
}

async fn portal(case: impl AsyncFnOnce(World)) {
    let reserved = Server::reserve().await;
    let wire = Wire::to(reserved.port()).await;
    let site = wire.origin(PORTAL.host);
    let portal = Portal::local(Address::parse(&site).unwrap()).await.unwrap();
    let sandbox = portal.sandbox.clone().unwrap();
    let server = reserved.serve(router(portal));
    case(World::new(sandbox, site, wire, &PORTAL).await).await;
    drop(server);
}

async fn start() -> (Arc<Sandbox>, TcpListener) {
    (Arc::new(Sandbox::start().await), TcpListener::bind("127.0.0.1:0").unwrap())
}

const NOT_THIS_WAY: &str = "This page can't be opened this way";
const NOT_AGAIN: &str = "This page can't be used";
const CONNECTED: &str = "Salesforce is connected";

/// How a service differs from the others. `ID` is the account connector.
struct Kind {
    host: &'static str,
    /// Who signs in, if anybody does.
    person: Option<&'static str>,
    /// The page whose button redirects, and that button.
    page: &'static str,
    button: &'static str,
    /// The button on the first page that opens a window.
    popup_button: &'static str,
    /// The end of the address that the click in that page asks for.
    popup: &'static str,
    /// A script that begins an attempt for a window, and gives what the server says.
    begin: &'static str,
    /// All that a form may be sent to, and what one of another site gets.
    forms: &'static [&'static str],
    forged: &'static str,
}

const FRAMEWORK: Kind = Kind {
    host: "127.0.0.1",
    person: None,
    page: "/",
    button: "form[action='/connect'] button",
    popup_button: "#popup button",
    popup: "/connect",
    begin: "const headers = { accept: 'application/json' }; \
        return (await fetch('/connect', { method: 'POST', headers })).json();",
    forms: &["/connect", "/check", "/cancel", "/done"],
    forged: NOT_THIS_WAY,
};

const PORTAL: Kind = Kind {
    host: "partner.localhost",
    person: Some("ada"),
    page: "/?transport=redirect",
    button: "form[data-connect='ID'] button",
    popup_button: "form[data-connect='ID'] button",
    popup: "/connect",
    begin: "const form = document.querySelector(`form[data-connect='ID']`); \
        const body = new URLSearchParams(new FormData(form)); \
        const headers = { accept: 'application/json' }; \
        return (await fetch(form.action, { method: 'POST', body, headers })).json();",
    forms: &["/connectors/ID/connect", "/attempts/check", "/attempts/cancel", "/done"],
    forged: "This page is out of date",
};

struct World {
    sandbox: Arc<Sandbox>,
    session: Session,
    /// The service's origin.
    site: String,
    /// In front of the service, and of the same site.
    wire: Wire,
    kind: &'static Kind,
}

impl World {
    async fn of_framework(sandbox: &Arc<Sandbox>, listener: &TcpListener) -> Self {
        let address = listener.local_addr().unwrap();
        let wire = Wire::to(address.port()).await;
        Self::new(Arc::clone(sandbox), format!("http://{address}"), wire, &FRAMEWORK).await
    }

    async fn new(sandbox: Arc<Sandbox>, site: String, wire: Wire, kind: &'static Kind) -> Self {
        Self { sandbox, session: Session::start().await, site, wire, kind }
    }

    async fn open(&self, path: &str) {
        self.session.open(&format!("{}{path}", self.site)).await;
    }

    fn sign_in_tokens(&self) -> usize {
        self.sandbox.request_count("POST", "/v1.0/accounts/*/signintoken")
    }

    /// One of the words of this kind of service.
    fn with_id(&self, text: &str) -> String {
        text.replace("ID", &self.id().to_string())
    }

    fn id(&self) -> AccountConnectorId {
        let connectors = self.sandbox.account_connectors(&"Acme-42".parse().unwrap());
        connectors.iter().find(|it| it.name() == "Salesforce").unwrap().id()
    }

    fn is_connected(&self) -> bool {
        self.sandbox.account_connector(self.id()).unwrap().is_authenticated()
    }

    async fn sign_in(&self, session: &Session) {
        let Some(person) = self.kind.person else {
            return session.open(&format!("{}/", self.site)).await;
        };
        session.open(&format!("{}/sign-in", self.site)).await;
        session.click(&format!("button[value={person}]")).await;
        session.until_text("Your connections").await;
    }

    /// The page with the button, and a click on it; the consent page is then there.
    async fn begin(&self) {
        self.open(self.kind.page).await;
        self.session.click(&self.with_id(self.kind.button)).await;
        self.until_consent().await;
    }

    /// The same with the button that opens a window; the page stays the current one.
    async fn click_for_a_window(&self) -> Window {
        let button = self.with_id(self.kind.popup_button);
        self.session.opened_by(async || self.session.click(&button).await).await
    }

    async fn until_consent(&self) {
        self.session.until_at(&self.sandbox.third_party_origin()).await;
    }

    async fn approve(&self) {
        self.until_consent().await;
        self.session.click("button[value=approve]").await;
    }

    async fn until_connected(&self) {
        self.session.until_text(CONNECTED).await;
        let address = self.session.address().await;
        assert!(address.starts_with(&self.site) && !address.contains("attempt"), "{address}");
        assert!(self.is_connected());
    }

    /// An attempt for which the user has consented in a window that nobody waits for, as the path that ends it.
    async fn unfinished(&self) -> String {
        self.sign_in(&self.session).await;
        let begin = self.with_id(self.kind.begin);
        let hand_off: Value = self.session.script_async(&begin, ()).await;
        self.session.open(hand_off["url"].as_str().unwrap()).await;
        self.session.click("button[value=approve]").await;
        self.session.until_text("You are connected.").await;
        self.open("/").await;
        format!("/done?cyclr_attempt={}", hand_off["message"].as_str().unwrap())
    }

    /// That the attempt is there, and completes once.
    async fn completes(&self, path: &str) {
        self.open(path).await;
        self.until_connected().await;
        self.open(path).await;
        self.session.until_text(NOT_AGAIN).await;
    }

    /// Another site; `SITE` in its page is the service's origin.
    async fn evil(&self, page: &str) -> Server {
        let page = Html(page.replace("SITE", &self.site));
        Server::start(Router::new().route("/", get(move || async move { page }))).await
    }
}

async fn a_redirect_connects(world: World) {
    world.sign_in(&world.session).await;
    assert!(!world.is_connected());
    world.begin().await;
    world.approve().await;
    world.until_connected().await;
}

async fn a_window_connects(world: World) {
    world.sign_in(&world.session).await;
    let page = world.session.window().await;
    let popup = world.click_for_a_window().await;
    world.session.switch_to(&popup).await;
    world.approve().await;
    world.session.switch_to(&page).await;
    world.until_connected().await;
    world.session.until_closed(&popup).await;
}

/// Pages that ask for the return in every way but a navigation.
async fn a_request_that_is_not_a_navigation_uses_nothing_up(world: World) {
    let path = world.unfinished().await;
    let own = "\
        for (const method of ['GET', 'HEAD', 'PUT', 'OPTIONS']) await fetch(argument, { method }); \
        await fetch(argument, { headers: { 'sec-purpose': 'prefetch', purpose: 'prefetch' } }); \
        return true;";
    assert!(world.session.script_async::<bool>(own, &*path).await);

    // The browser is done with all of them when the page is loaded.
    let page = format!(
        "<img src='SITE{path}'><iframe src='SITE{path}'></iframe><script src='SITE{path}'></script>\
         <script>fetch('SITE{path}', {{ mode: 'no-cors', credentials: 'include' }}).finally(() => asked = true)</script>"
    );
    for host in ["evil.localhost", world.kind.host] {
        let evil = world.evil(&page).await;
        world.session.open(&evil.url(host, "/")).await;
        world.session.until_true("window.asked && document.readyState === 'complete'").await;
    }
    world.completes(&path).await;
}

/// A page of the same site, so that the user's session goes with what the browser fetches ahead.
async fn requests_ahead_of_a_click_use_nothing_up(world: World) {
    let path = world.unfinished().await;
    let front = world.wire.origin(world.kind.host);
    for (way, purpose) in
        [("link", "prefetch"), ("prefetch", "prefetch"), ("prerender", "prefetch;prerender")]
    {
        let path = format!("{path}&way={way}");
        let ahead = match way {
            "link" => format!("<link rel=prefetch href='{front}{path}'>"),
            rule => format!(
                "<script type=speculationrules>{{\"{rule}\": [{{\"source\": \"list\", \
                 \"urls\": [\"{front}{path}\"], \"eagerness\": \"immediate\"}}]}}</script>"
            ),
        };
        let chat = world.evil(&ahead).await;
        world.session.open(&chat.url(world.kind.host, "/")).await;
        let head =
            [&*format!("GET {path} "), &format!("\r\nsec-purpose: {purpose}"), "\r\ncookie: "];
        let fetched = async || world.wire.has_answered(&head).then_some(());
        world.session.until(&format!("it is fetched ahead: {way}"), fetched).await;
    }
    world.completes(&path).await;
}

async fn going_back_begins_anew_and_completes_once(world: World) {
    world.sign_in(&world.session).await;
    world.begin().await;
    world.session.driver().back().await.unwrap();
    world.session.until_at(&world.site).await;
    world.session.click(&world.with_id(world.kind.button)).await;
    world.approve().await;
    world.until_connected().await;
    assert_eq!(world.sign_in_tokens(), 2);

    // To the consent page, which has served.
    world.session.driver().back().await.unwrap();
    world.approve().await;
    world.session.until_text("Bad Request").await;
    assert!(world.is_connected());
    assert_eq!(world.sign_in_tokens(), 2);
}

async fn two_tabs_complete_each_its_own(world: World) {
    world.sign_in(&world.session).await;
    let first = world.session.window().await;
    let new_tab = async || drop(world.session.driver().new_tab().await);
    let second = world.session.opened_by(new_tab).await;
    world.begin().await;
    world.session.switch_to(&second).await;
    world.begin().await;
    world.session.switch_to(&first).await;
    world.approve().await;
    world.until_connected().await;
    // The other one is still there, and is not what the first has completed.
    world.sandbox.set_authenticated(world.id(), false);
    world.session.switch_to(&second).await;
    world.approve().await;
    world.until_connected().await;
}

async fn another_browser_completes_nothing(world: World) {
    let path = world.unfinished().await;
    let other = Session::start().await;
    let url = format!("{}{path}", world.site);
    // Without a session, and with another one.
    other.open(&url).await;
    other.until_text("You are signed out").await;
    world.sign_in(&other).await;
    other.open(&url).await;
    other.until_text(NOT_AGAIN).await;
    world.completes(&path).await;
}

/// What the user adds to the form names somebody else's, and is not read.
async fn another_tenants_connector_is_not_connected(world: World) {
    let other = AccountId::new("Another-7").unwrap();
    let foreign = world.sandbox.install(&other, ConnectorSeed::oauth2("CRM"));
    world.sign_in(&world.session).await;
    world.open(world.kind.page).await;
    let tamper = "const { button, id } = arguments[0]; \
        const tampered = document.querySelector(button); \
        const { form } = tampered; \
        tampered.id = 'tampered'; \
        const others = { id, connector: id, account: 'Another-7', username: 'root' }; \
        for (const [name, value] of Object.entries(others)) { \
          const input = document.createElement('input'); \
          form.append(Object.assign(input, { type: 'hidden', name, value })); \
        } \
        form.action += '?' + new URLSearchParams(others);";
    let button = world.with_id(world.kind.button);
    let argument = serde_json::json!({ "button": button, "id": foreign.to_string() });
    world.session.script::<()>(tamper, argument).await;
    world.session.click("#tampered").await;
    world.approve().await;
    world.until_connected().await;
    assert!(!world.sandbox.account_connector(foreign).unwrap().is_authenticated());
    let of_other = world.sandbox.request_count("POST", "/v1.0/accounts/Another-7/signintoken");
    assert_eq!((world.sign_in_tokens(), of_other), (1, 0));
}

async fn another_sites_forms_change_nothing(world: World) {
    let path = world.unfinished().await;
    let presented = path.rsplit('=').next().unwrap();
    let before = world.sign_in_tokens();
    for path in world.kind.forms {
        let path = world.with_id(path);
        let evil = world
            .evil(&format!(
                "<form method=post action='SITE{path}'><input name=cyclr_attempt value='{presented}'></form>\
                 <button onclick='document.forms[0].submit()'>Win a prize</button>"
            ))
            .await;
        // Another site, and another origin of the same site, to which the browser gives the cookie.
        for host in ["evil.localhost", world.kind.host] {
            world.session.open(&evil.url(host, "/")).await;
            world.session.click("button").await;
            world.session.until_text(world.kind.forged).await;
        }
    }
    assert_eq!(world.sign_in_tokens(), before);
    world.completes(&path).await;
}

async fn a_message_from_another_window_completes_nothing(world: World) {
    world.sign_in(&world.session).await;
    world.session.spy_on(world.kind.popup).await;
    let page = world.session.window().await;
    let popup = world.click_for_a_window().await;
    world.session.forge_messages(&world.sandbox.service_domain().to_string()).await;
    assert_eq!(world.session.script::<u8>("return window.completions;", ()).await, 0);

    world.session.switch_to(&popup).await;
    world.approve().await;
    world.session.switch_to(&page).await;
    world.until_connected().await;
}

/// It can neither post to the page nor navigate it.
async fn a_page_that_opens_the_service_has_no_hold_on_it(world: World) {
    world.sign_in(&world.session).await;
    let evil =
        world.evil("<button onclick='window.page = window.open(`SITE/`)'>Open</button>").await;
    world.session.open(&evil.url("evil.localhost", "/")).await;
    let opener = world.session.window().await;
    let page = world.session.opened_by(async || world.session.click("button").await).await;
    world.session.switch_to(&page).await;
    world.session.until_text("Salesforce").await;
    assert!(world.session.script::<bool>("return window.opener === null", ()).await);
    world.session.switch_to(&opener).await;
    world.session.until_true("page.closed").await;
    let hold = "page.location = '/elsewhere'; page.postMessage('x', '*')";
    world.session.script::<()>(hold, ()).await;
    world.session.switch_to(&page).await;
    assert_eq!(world.session.address().await, format!("{}/", world.site));
}

async fn a_return_without_an_attempt_is_refused(world: World) {
    world.sign_in(&world.session).await;
    for (path, text) in [
        ("/done", NOT_THIS_WAY),
        ("/done?success=true", NOT_THIS_WAY),
        ("/done?cyclr_attempt=AAAAAAAAAAAAAAAAAAAAAA", NOT_AGAIN),
    ] {
        let evil = world.evil(&format!("<a href='SITE{path}'>Your prize</a>")).await;
        world.session.open(&evil.url("evil.localhost", "/")).await;
        world.session.click("a").await;
        world.session.until_text(text).await;
    }
}

async fn no_page_is_shown_in_a_frame(world: World) {
    let evil = world.evil("<iframe src='SITE/'></iframe><iframe src='SITE/done'></iframe>").await;
    world.session.open(&evil.url("evil.localhost", "/")).await;
    let mut refused = 0;
    world
        .session
        .until("both are refused", async || {
            let complaints = world.session.complaints().await;
            refused +=
                complaints.iter().filter(|it| it.message.contains("frame-ancestors")).count();
            (refused >= 2).then_some(())
        })
        .await;
}

async fn a_malformed_request_gets_a_page_of_the_service(world: World) {
    let path = world.unfinished().await;
    let presented = path.rsplit('=').next().unwrap();
    for query in [
        String::new(),
        "?success=true".to_owned(),
        "?cyclr_attempt=".to_owned(),
        format!("{}&cyclr_attempt={presented}", &path["/done".len()..]),
        format!("?cyclr_attempt={presented}%00"),
        format!("?cyclr_attempt={}", "A".repeat(8192)),
        format!("?padding={}&cyclr_attempt={presented}", "A".repeat(8192)),
    ] {
        world.open(&format!("/done{query}")).await;
        world.session.until_text(NOT_THIS_WAY).await;
    }
    world.open("/done?cyclr_attempt=AAAAAAAAAAAAAAAAAAAAAA").await;
    world.session.until_text(NOT_AGAIN).await;
    world.completes(&path).await;
}
