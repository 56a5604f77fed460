//! The harness notices what it should.
#![allow(missing_docs, reason = "tests")]

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use cyclr_oauth_browser_tests::{Server, Session, axe};
use http::header::CONTENT_SECURITY_POLICY;

const PAGE: &str = "<!doctype html><html lang=en><meta name=viewport content='width=device-width'>\
    <title>Page</title><main><h1>Page</h1>\
    <button id=open>Open</button> <input aria-label=Name id=name></main>\
    <script>
      document.querySelector('#open').onclick = () => window.open('/other', '_blank', 'popup');
    </script>";
const OTHER: &str =
    "<!doctype html><title>Other</title><img src=data:,><p style='color:#eee'>Other";
const OPENS: &str =
    "<!doctype html><title>Opens</title><script>opened = window.open('/other')</script>";

async fn server() -> Server {
    let strict = [(CONTENT_SECURITY_POLICY, "default-src 'none'")];
    let routes = Router::new()
        .route("/", get(|| async { Html(PAGE) }))
        .route("/opens", get(|| async { Html(OPENS) }))
        .route("/other", get(|| async { Html(OTHER) }))
        .route("/strict", get(move || async move { (strict, Html(PAGE)) }));
    Server::start(routes).await
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn windows_clicks_and_text() {
    let server = server().await;
    let session = Session::start().await;
    session.open(&server.url("partner.localhost", "/")).await;
    let page = session.window().await;
    session.fill("#name", "Ann").await;
    assert_eq!(
        session.script::<String>("return document.querySelector('#name').value", ()).await,
        "Ann"
    );
    assert_eq!(session.script_async::<u8>("return argument + 1", 1).await, 2);

    let other = session.opened_by(async || session.click("#open").await).await;
    assert_eq!(session.window().await, page);
    session.switch_to(&other).await;
    session.until_at(&server.url("partner.localhost", "/other")).await;
    session.until_text("Other").await;
    session.close(&other, &page).await;
    session.until_closed(&other).await;
    assert_eq!(session.text().await, "Page\nOpen");
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn popups_that_no_click_opened() {
    let server = server().await;
    for (builder, windows) in [(Session::builder(), 1), (Session::builder().with_any_popup(), 2)] {
        let session = builder.start().await;
        session.open(&server.url("partner.localhost", "/opens")).await;
        session.until_true("'opened' in window").await;
        assert_eq!(session.windows().await.len(), windows);
    }
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_violated_policy_is_a_complaint() {
    let server = server().await;
    let session = Session::start().await;
    session.open(&server.url("partner.localhost", "/strict")).await;
    let complaints = session.complaints().await;
    assert!(complaints.iter().any(cyclr_oauth_browser_tests::Complaint::is_csp), "{complaints:?}");
    assert!(session.complaints().await.is_empty(), "each is reported once");
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn dark_colours_and_phones() {
    let server = server().await;
    let session = Session::start().await;
    session.prefer_dark().await;
    session.be_a_phone().await;
    session.open(&server.url("partner.localhost", "/")).await;
    session.until_true("matchMedia('(prefers-color-scheme: dark)').matches").await;
    session.until_true("window.innerWidth === 360 && 'ontouchstart' in window").await;
    let picture = session.screenshot("harness").await;
    assert!(picture.metadata().unwrap().len() > 1000);
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_accessibility_check_finds_violations() {
    let server = server().await;
    let session = Session::start().await;
    session.open(&server.url("partner.localhost", "/")).await;
    let violations = axe(&session).await;
    assert!(violations.is_empty(), "{violations:#?}");

    session.open(&server.url("partner.localhost", "/other")).await;
    let found: Vec<_> = axe(&session).await.into_iter().map(|it| it.id).collect();
    for id in ["color-contrast", "html-has-lang", "image-alt"] {
        assert!(found.iter().any(|it| it == id), "{id} is not among {found:?}");
    }
}
