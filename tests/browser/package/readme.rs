//! The samples of the package's README, as a reader copies them.

use std::collections::HashMap;
use std::fs;

use axum::Router;
use axum::extract::Form;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use cyclr_oauth::ServiceDomain;
use http::StatusCode;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderMap};
use serde_json::json;

use crate::pages::MESSAGE;
use crate::pages::complete;
use crate::world::World;

/// Its server: see `bundle.js` for the beginning of the addresses.
pub(crate) fn server(cyclr: &ServiceDomain) -> Router {
    let cyclr = cyclr.to_string();
    let connect = |headers: HeaderMap, Form(form): Form<HashMap<String, String>>| async move {
        begin(&cyclr, &headers, &form["connector"])
    };
    Router::new()
        .route("/readme/connect", post(connect))
        .route("/readme/check", post(|form| async { check(form) }))
        .route("/readme/done", post(|form| async { done(form) }))
        .route("/readme/cancel", post(|| async { StatusCode::NO_CONTENT }))
        .route("/readme/sign-in", get(|| async { "Sign in" }))
}

fn done(form: Form<HashMap<String, String>>) -> Response {
    match form["csrf"].as_str() {
        "signed-out" => StatusCode::UNAUTHORIZED.into_response(),
        _ => complete(form),
    }
}

/// The HTML of a sample, with its server's addresses, and these values in its form.
pub(crate) fn html(page: &str, connector: &str, csrf: &str) -> String {
    let index = match page {
        "plain" => 0,
        "custom-element" => 1,
        _ => return "<button>Connect</button><p role=status></p>".to_owned(),
    };
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packages/cyclr-connect/README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let samples = readme.split("```html\n").skip(1);
    let sample = samples.map(|it| it.split("```").next().unwrap()).nth(index).unwrap();
    // The page's bundle takes the place of the sample's.
    let lines = sample.lines().filter(|line| !line.contains("<script"));
    let html: String = lines.flat_map(|line| [line, "\n"]).collect();
    let html =
        html.replace("\"/", "\"/readme/").replace("value=\"1234\"", &format!("value={connector}"));
    format!("<ul><li>{}</li></ul>", html.replace("value=\"…\"", &format!("value={csrf}")))
}

fn json(text: String) -> Response {
    ([(CONTENT_TYPE, "application/json")], text).into_response()
}

fn begin(cyclr: &str, headers: &HeaderMap, id: &str) -> Response {
    if headers.get(ACCEPT).is_none_or(|it| it != "application/json") {
        return Redirect::to(&format!("{cyclr}/?redirected")).into_response();
    }
    let (path, message) = match id {
        // Cyclr's page posts the message at once.
        "message" => ("/connectorauth/updateaccountconnectoroauth", MESSAGE),
        "severed" => ("/severed", MESSAGE),
        other => ("/", other),
    };
    let url = format!("{cyclr}{path}?targetOrigin=*&callbackMessage={message}");
    let hand_off =
        json!({ "url": url, "origin": cyclr, "message": message, "expiresInMs": 60_000 });
    json(hand_off.to_string())
}

/// Not ready; of the last, the session has ended.
fn check(Form(form): Form<HashMap<String, String>>) -> Response {
    match &*form["cyclr_attempt"] {
        "signed-out" => StatusCode::UNAUTHORIZED.into_response(),
        _ => json(r#"{"ready":false}"#.to_owned()),
    }
}

impl World {
    async fn until_said(&self, of: &str, words: &str) {
        self.session.switch_to(&self.page).await;
        let said = format!(
            "document.querySelector('#{of} [role=status]').textContent.startsWith({})",
            json!(words)
        );
        self.session.until_true(&said).await;
    }
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_components_message_completes_on_the_server() {
    let world = World::readme().await;
    world.session.click("#message form button").await;
    world.until_said("message", "Connected.").await;
    assert_eq!(world.read("test.connected").await, 1);
    world.alone().await;
    world.no_complaints().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_component_says_that_a_window_looks_closed_and_stops() {
    let world = World::readme().await;
    let of = "#severed form button";
    let popup = world.session.opened_by(async || world.session.click(of).await).await;
    world.until_said("severed", "The window looks closed.").await;
    // "I have finished": the server decides.
    world.session.click("#severed section > button:last-of-type").await;
    world.until_said("severed", "Connected.").await;
    assert!(world.session.is_open(&popup).await, "it has no tie to the page");

    world.session.click(of).await;
    world.until_said("severed", "The window looks closed.").await;
    world.session.click("#severed section > button").await;
    world.session.until_true("document.querySelectorAll('#severed button').length === 1").await;
    let told = "performance.getEntriesByType('resource').some((it) => it.name.endsWith('/cancel'))";
    world.session.until_true(told).await;
    assert_eq!(
        world.read("document.querySelector('#severed [role=status]').textContent").await,
        ""
    );
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_component_falls_back_to_the_redirect() {
    let world = World::readme().await;
    world.run("test.standIn = (opened) => { opened.close(); return null; }", ()).await;
    world.session.click("#message form button").await;
    world.session.until_at(&world.cyclr_page("/?redirected")).await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_component_leaves_when_the_session_has_ended() {
    let world = World::readme().await;
    world.run("test.speed = 10", ()).await;
    world.session.click("#signed-out form button").await;
    world.session.switch_to(&world.page).await;
    world.session.until_text("Sign in").await;
    world.alone().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_plain_script_says_what_the_server_says() {
    for (csrf, said) in [("secret", "Connected."), ("wrong", "Not connected. Please try again.")] {
        let world = World::sample("plain", "message", csrf).await;
        world.session.click("#connect button").await;
        world.until_said("connect", said).await;
        world.alone().await;
    }
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_plain_script_says_that_a_window_looks_closed() {
    let world = World::sample("plain", "severed", "secret").await;
    world.session.click("#connect button").await;
    world.until_said("connect", "Continue in the window that opened.").await;
    world.until_said("connect", "The window looks closed.").await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_plain_script_and_the_element_fall_back_to_the_redirect() {
    for (page, button) in [("plain", "#connect button"), ("custom-element", "form button")] {
        let world = World::sample(page, "message", "secret").await;
        world.run("test.standIn = (opened) => { opened.close(); return null; }", ()).await;
        world.session.click(button).await;
        world.session.until_at(&world.cyclr_page("/?redirected")).await;
    }
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn a_check_that_finds_the_session_ended_leaves() {
    let world = World::sample("check", "-", "-").await;
    world.run("test.speed = 10", ()).await;
    world.session.click("button").await;
    world.session.switch_to(&world.page).await;
    world.session.until_text("Sign in").await;
    world.alone().await;
}

#[tokio::test]
#[ignore = "needs chromedriver"]
async fn the_elements_handler_marks_what_is_connected_or_leaves() {
    let world = World::sample("custom-element", "message", "secret").await;
    world.session.click("form button").await;
    world.session.until_true("document.querySelector('li').className === 'connected'").await;
    world.alone().await;

    let world = World::sample("custom-element", "message", "signed-out").await;
    world.session.click("form button").await;
    world.session.switch_to(&world.page).await;
    world.session.until_text("Sign in").await;
}
