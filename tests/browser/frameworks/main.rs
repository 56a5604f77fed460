//! The hostile pages, windows and requests that the portal meets, against the services on axum and on actix-web.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the functions that tests share end them, too"
)]

use std::net::TcpListener;

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use cyclr_oauth_browser_tests::{Server, Session};
use cyclr_sandbox::Sandbox;
use serde_json::Value;

#[path = "../../../examples/frameworks/src/bin/with-actix.rs"]
#[expect(dead_code, reason = "the test starts it by `serve`")]
mod with_actix;
#[path = "../../../examples/frameworks/src/bin/with-axum.rs"]
#[expect(dead_code, reason = "the test starts it by `serve`")]
mod with_axum;

/// Each case as a test on axum and as one on actix-web.
macro_rules! on_both {
    ($($case:ident),* $(,)?) => {
        on!(on_axum, with_axum, $($case)*);
        on!(on_actix_web, with_actix, $($case)*);
    };
}

macro_rules! on {
    ($module:ident, $service:ident, $($case:ident)*) => {
        mod $module {
            $(
                #[tokio::test]
                #[ignore = "needs chromedriver"]
                async fn $case() {
                    let (sandbox, listener) = super::start().await;
                    let world = super::World::of(&sandbox, &listener).await;
                    tokio::select! {
                        ended = super::$service::serve(listener, &sandbox) => panic!("{ended:?}"),
                        () = super::$case(world) => {}
                    }
                }
            )*
        }
    };
}

on_both! {
    a_redirect_and_a_window_connect,
    only_a_navigation_uses_an_attempt_up,
    another_browser_completes_nothing,
    another_sites_forms_change_nothing,
    messages_of_other_windows_do_not_complete,
    a_page_that_opens_the_service_has_no_hold_on_it,
    a_return_that_nobody_began_is_refused,
    two_tabs_complete_each_its_own,
    going_back_leads_to_no_second_completion,
    no_page_is_shown_in_a_frame,
    what_is_malformed_gets_a_page_of_the_service,
}

async fn start() -> (Sandbox, TcpListener) {
    (Sandbox::start().await, TcpListener::bind("127.0.0.1:0").unwrap())
}

const NOT_THIS_WAY: &str = "This page can't be opened this way.";
const NOT_AGAIN: &str = "This page can't be used again.";

struct World<'a> {
    sandbox: &'a Sandbox,
    session: Session,
    /// The service's origin.
    site: String,
}

impl<'a> World<'a> {
    async fn of(sandbox: &'a Sandbox, listener: &TcpListener) -> Self {
        let site = format!("http://{}", listener.local_addr().unwrap());
        Self { sandbox, session: Session::start().await, site }
    }

    async fn open(&self, path: &str) {
        self.session.open(&format!("{}{path}", self.site)).await;
    }

    fn sign_in_tokens(&self) -> usize {
        self.sandbox.request_count("POST", "/v1.0/accounts/*/signintoken")
    }

    async fn begin_by_redirect(&self) {
        self.open("/").await;
        self.session.click("form[action='/connect'] button").await;
        self.session.until_at(&self.sandbox.third_party_origin()).await;
    }

    /// An attempt for which the user has consented in a window that nobody waits for, as the path that ends it.
    async fn unfinished(&self) -> String {
        self.open("/").await;
        let begin = "const headers = { accept: 'application/json' }; \
            return (await fetch('/connect', { method: 'POST', headers })).json();";
        let hand_off: Value = self.session.script_async(begin, ()).await;
        self.session.open(hand_off["url"].as_str().unwrap()).await;
        self.session.click("button[value=approve]").await;
        self.session.until_text("You are connected.").await;
        self.open("/").await;
        format!("/done?cyclr_attempt={}", hand_off["message"].as_str().unwrap())
    }

    /// That the attempt is there, and completes once.
    async fn completes(&self, path: &str) {
        self.open(path).await;
        self.session.until_text("Salesforce is connected.").await;
        assert_eq!(self.session.address().await, format!("{}/", self.site));
        self.open(path).await;
        self.session.until_text(NOT_AGAIN).await;
    }

    /// Another site; `SITE` in its page is the service's origin.
    async fn evil(&self, page: &str) -> Server {
        let page = Html(page.replace("SITE", &self.site));
        Server::start(Router::new().route("/", get(move || async move { page }))).await
    }
}

async fn a_redirect_and_a_window_connect(world: World<'_>) {
    world.open("/").await;
    world.session.until_text("Salesforce is not connected.").await;
    world.begin_by_redirect().await;
    world.session.click("button[value=approve]").await;
    world.session.until_text("Salesforce is connected.").await;
    assert_eq!(world.session.address().await, format!("{}/", world.site));

    // And by a message, in another window.
    let page = world.session.window().await;
    let completions = || world.sandbox.request_count("GET", "/v1.0/account/connectors/*");
    let popup = world.session.opened_by(async || world.session.click("#popup button").await).await;
    world.session.switch_to(&popup).await;
    world.session.until_at(&world.sandbox.third_party_origin()).await;
    let before = completions();
    world.session.click("button[value=approve]").await;
    world.session.switch_to(&page).await;
    // One question to complete, and one for the page that follows.
    let asked = async || (completions() >= before + 2).then_some(());
    world.session.until("the attempt is completed", asked).await;
    world.session.until_text("Salesforce is connected.").await;
    world.session.until_closed(&popup).await;
}

/// The page that asks for the return in every way but a navigation.
async fn only_a_navigation_uses_an_attempt_up(world: World<'_>) {
    let path = world.unfinished().await;
    let own = "\
        for (const method of ['GET', 'HEAD', 'PUT', 'OPTIONS']) await fetch(argument, { method }); \
        await fetch(argument, { headers: { 'sec-purpose': 'prefetch', purpose: 'prefetch' } }); \
        const image = new Image(); \
        await new Promise((done) => { image.onload = image.onerror = done; image.src = argument; }); \
        return true;";
    assert!(world.session.script_async::<bool>(own, &*path).await);

    let link = format!(
        "<link rel=prefetch href='SITE{path}' onload='prefetched = true' onerror='prefetched = true'><img src='SITE{path}'><iframe src='SITE{path}'></iframe>\
         <script src='SITE{path}'></script>\
         <script type=speculationrules>\
           {{\"prerender\": [{{\"urls\": [\"SITE{path}\"]}}], \"prefetch\": [{{\"urls\": [\"SITE{path}\"]}}]}}\
         </script>\
         <script>fetch('SITE{path}', {{ mode: 'no-cors', credentials: 'include' }}).finally(() => asked = true)</script>"
    );
    for host in ["evil.localhost", "127.0.0.1"] {
        let evil = world.evil(&link).await;
        world.session.open(&evil.url(host, "/")).await;
        world.session.until_true("window.asked === true").await;
        world.session.until_true("window.prefetched === true").await;
    }
    world.completes(&path).await;
}

async fn another_browser_completes_nothing(world: World<'_>) {
    let path = world.unfinished().await;
    let other = Session::start().await;
    let url = format!("{}{path}", world.site);
    // Without a session, and with another one.
    other.open(&url).await;
    other.until_text("You are signed out.").await;
    other.open(&format!("{}/", world.site)).await;
    other.open(&url).await;
    other.until_text(NOT_AGAIN).await;
    world.completes(&path).await;
}

async fn another_sites_forms_change_nothing(world: World<'_>) {
    let path = world.unfinished().await;
    let presented = path.rsplit('=').next().unwrap();
    let before = world.sign_in_tokens();
    for path in ["/connect", "/check", "/cancel", "/done"] {
        let evil = world
            .evil(&format!(
                "<form method=post action='SITE{path}'><input name=cyclr_attempt value='{presented}'></form>\
                 <button onclick='document.forms[0].submit()'>Win a prize</button>"
            ))
            .await;
        // Another site, and another origin of the same site, to which the browser gives the cookie.
        for host in ["evil.localhost", "127.0.0.1"] {
            world.session.open(&evil.url(host, "/")).await;
            world.session.click("button").await;
            world.session.until_text(NOT_THIS_WAY).await;
        }
    }
    assert_eq!(world.sign_in_tokens(), before);
    world.completes(&path).await;
}

async fn messages_of_other_windows_do_not_complete(world: World<'_>) {
    world.open("/").await;
    world.session.spy_on("/connect").await;
    let page = world.session.window().await;
    let popup = world.session.opened_by(async || world.session.click("#popup button").await).await;
    world.session.forge_messages(&world.sandbox.service_domain().to_string()).await;
    assert_eq!(world.session.script::<u8>("return window.completions;", ()).await, 0);

    world.session.switch_to(&popup).await;
    world.session.until_at(&world.sandbox.third_party_origin()).await;
    world.session.click("button[value=approve]").await;
    world.session.switch_to(&page).await;
    world.session.until_text("Salesforce is connected.").await;
}

async fn a_page_that_opens_the_service_has_no_hold_on_it(world: World<'_>) {
    let evil =
        world.evil("<button onclick='window.service = window.open(`SITE/`)'>Open</button>").await;
    world.session.open(&evil.url("evil.localhost", "/")).await;
    let opener = world.session.window().await;
    let service = world.session.opened_by(async || world.session.click("button").await).await;
    world.session.switch_to(&service).await;
    world.session.until_text("Salesforce is not connected.").await;
    assert!(world.session.script::<bool>("return window.opener === null", ()).await);
    // It can neither post to the page nor navigate it.
    world.session.switch_to(&opener).await;
    world.session.until_true("service.closed").await;
    let navigate = "service.location = '/elsewhere'; service.postMessage('x', '*')";
    world.session.script::<()>(navigate, ()).await;
    world.session.switch_to(&service).await;
    assert_eq!(world.session.address().await, format!("{}/", world.site));
}

async fn a_return_that_nobody_began_is_refused(world: World<'_>) {
    world.open("/").await;
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

async fn two_tabs_complete_each_its_own(world: World<'_>) {
    let completions = || world.sandbox.request_count("GET", "/v1.0/account/connectors/*");
    let first = world.session.window().await;
    world.begin_by_redirect().await;
    let open = async || drop(world.session.driver().new_tab().await.unwrap());
    let second = world.session.opened_by(open).await;
    world.session.switch_to(&second).await;
    world.begin_by_redirect().await;
    for tab in [&first, &second] {
        world.session.switch_to(tab).await;
        let before = completions();
        world.session.click("button[value=approve]").await;
        world.session.until_text("Salesforce is connected.").await;
        assert_eq!(completions(), before + 2, "one to complete, and one for the page that follows");
    }
}

async fn going_back_leads_to_no_second_completion(world: World<'_>) {
    world.begin_by_redirect().await;
    world.session.click("button[value=approve]").await;
    world.session.until_text("Salesforce is connected.").await;
    let before = world.sign_in_tokens();

    world.session.driver().back().await.unwrap();
    world.session.until_at(&world.sandbox.third_party_origin()).await;
    world.session.click("button[value=approve]").await;
    world.session.until_text("Bad Request").await;
    world.session.driver().back().await.unwrap();
    world.session.driver().back().await.unwrap();
    world.session.until_text("Salesforce is").await;
    assert_eq!(world.session.address().await, format!("{}/", world.site));
    assert_eq!(world.sign_in_tokens(), before);

    world.begin_by_redirect().await;
    world.session.click("button[value=approve]").await;
    world.session.until_text("Salesforce is connected.").await;
}

async fn no_page_is_shown_in_a_frame(world: World<'_>) {
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

async fn what_is_malformed_gets_a_page_of_the_service(world: World<'_>) {
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
