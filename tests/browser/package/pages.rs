//! Pages that use the package, and the responses of the partner's server.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use axum::Router;
use axum::extract::Form;
use axum::extract::Path as Segment;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use cyclr_oauth::{PageHeaders, PopupListener, ServiceDomain};
use cyclr_oauth_browser_tests::Session;
use http::StatusCode;
use http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue};

use crate::readme;
use crate::world::World;

/// The message of the attempts that `/connect` begins.
pub(crate) const MESSAGE: &str = "CQkJCQkJCQkJCQkJCQkJCQ";

const TRUSTED_TYPES: &str = "require-trusted-types-for 'script'; trusted-types 'none'";

const ELEMENT: &str = "<div id=root>\
    <cyclr-connect id=it check=/check complete=/complete cancel=/cancel placeholder='One moment …'>\
      <form id=form action=/connect method=post><input type=hidden name=csrf value=secret>\
        <button id=connect name=how value=window>Connect</button>\
        <button data-cyclr-cancel id=cancel hidden>Stop</button>\
        <button data-cyclr-finish id=finish hidden>I have finished</button></form>\
    </cyclr-connect>\
    <cyclr-connect id=second message-waiting='Weiter im Fenster.' message-aborted=''>\
      <form action=/connect method=post><button id=other>Connect the other</button></form>\
      <p data-cyclr-status id=status></p>\
    </cyclr-connect>\
    <cyclr-connect id=framed complete=/refuse>\
      <form action=/connect method=post><button id=embed>Connect here</button></form>\
      <iframe id=frame title=Cyclr></iframe>\
    </cyclr-connect></div>";

impl World {
    /// A page with three elements: one with everything, one with only a window, and one with a
    /// frame.
    pub(crate) async fn element() -> Self {
        Self::at("/element").await
    }

    /// A React application.
    pub(crate) async fn react() -> Self {
        Self::at("/react").await
    }

    /// The component of the README in a React application.
    pub(crate) async fn readme() -> Self {
        Self::at("/readme").await
    }

    /// One of the README's other samples, in a form with these values.
    pub(crate) async fn sample(page: &str, connector: &str, csrf: &str) -> Self {
        Self::at(&format!("/sample/{page}/{connector}/{csrf}")).await
    }

    pub(crate) async fn click_on(&self, css: &str) {
        self.session.switch_to(&self.page).await;
        self.session.click(css).await;
    }

    async fn at(path: &str) -> Self {
        let world = Self::with_pages(Session::builder(), pages).await;
        world.open(path).await;
        world
    }
}

fn pages(cyclr: &ServiceDomain) -> Router {
    let (element, react, of_readme) = (cyclr.clone(), cyclr.clone(), cyclr.clone());
    let of_sample = cyclr.clone();
    let root = "<div id=root></div>";
    Router::new()
        .route(
            "/element",
            get(move || async move { page(&element, ELEMENT, "/package/element.js") }),
        )
        .route("/react", get(move || async move { page(&react, root, "/bundle.js") }))
        .route("/bundle.js", get(|| async { script(&REACT) }))
        .route("/readme", get(move || async move { page(&of_readme, root, "/readme.js") }))
        .route("/readme.js", get(|| async { script(&README) }))
        .route(
            "/sample/{page}/{connector}/{csrf}",
            get(move |Segment((name, connector, csrf)): Segment<(String, String, String)>| async move {
                let content = readme::html(&name, &connector, &csrf);
                page(&of_sample, &content, &format!("/sample/{name}.js"))
            }),
        )
        .route("/sample/plain.js", get(|| async { script(&PLAIN) }))
        .route("/sample/check.js", get(|| async { script(&CHECK) }))
        .route("/sample/custom-element.js", get(|| async { script(&CUSTOM_ELEMENT) }))
        .route("/package/{file}", get(|file| async { read("tests/browser/package/pages", file) }))
        .route("/cyclr-connect/connect.js", get(|| async { script(PopupListener::MODULE) }))
        .route("/cyclr-connect/{file}", get(|file| async { read("packages/cyclr-connect", file) }))
        .route("/check", post(|form| async { check(form) }))
        .route("/complete", post(|form| async { complete(form) }))
        .route("/cancel", post(|| async { StatusCode::NO_CONTENT }))
        .route("/connected", get(|| async { "connected" }))
        .merge(readme::server(cyclr))
}

fn page(cyclr: &ServiceDomain, content: &str, script: &str) -> Response {
    let headers = PageHeaders::new().with_frames_of(cyclr);
    let nonce = headers.nonce().to_owned();
    let html = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Partner</title>\
         <script nonce={nonce} src=/recorder.js></script><main><h1>Partner</h1>{content}</main>\
         <script type=module nonce={nonce} src={script}></script>"
    );
    let mut response = (headers.into_headers(), Html(html)).into_response();
    let trusted_types = HeaderValue::from_static(TRUSTED_TYPES);
    response.headers_mut().append(CONTENT_SECURITY_POLICY, trusted_types);
    response
}

/// Whether the form's CSRF token and the attempt were sent.
fn is_right(form: &HashMap<String, String>) -> bool {
    let value = |name| form.get(name).map(String::as_str);
    value("csrf") == Some("secret") && value("cyclr_attempt") == Some(MESSAGE)
}

fn check(Form(form): Form<HashMap<String, String>>) -> Response {
    if is_right(&form) {
        ([(CONTENT_TYPE, "application/json")], r#"{"ready":true}"#).into_response()
    } else {
        StatusCode::FORBIDDEN.into_response()
    }
}

pub(crate) fn complete(Form(form): Form<HashMap<String, String>>) -> Response {
    if is_right(&form) {
        Redirect::to("/connected").into_response()
    } else {
        StatusCode::FORBIDDEN.into_response()
    }
}

fn script(text: &str) -> Response {
    ([(CONTENT_TYPE, "text/javascript")], text.to_owned()).into_response()
}

fn read(folder: &str, Segment(file): Segment<String>) -> Response {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    script(&fs::read_to_string(root.join(folder).join(file)).unwrap())
}

/// The applications, each bundled once.
static REACT: LazyLock<String> = LazyLock::new(|| bundle("react.jsx"));
static README: LazyLock<String> = LazyLock::new(|| bundle("readme.jsx"));
static PLAIN: LazyLock<String> = LazyLock::new(|| bundle("plain.js"));
static CHECK: LazyLock<String> = LazyLock::new(|| bundle("check.js"));
static CUSTOM_ELEMENT: LazyLock<String> = LazyLock::new(|| bundle("custom-element.js"));

fn bundle(page: &str) -> String {
    let bundle = concat!(env!("CARGO_MANIFEST_DIR"), "/package/bundle.js");
    let output = Command::new("node").args([bundle, page]).output();
    let output = output.expect("node runs: see .ci/browser");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
