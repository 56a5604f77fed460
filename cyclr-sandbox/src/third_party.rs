//! The third party: the application that an account connects to.
#![allow(clippy::unused_async, reason = "axum's handlers are async")]

use std::sync::{Arc, LazyLock};

use axum::body::Bytes;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use maud::html;
use url::Url;

use crate::page::{Page, redirect};
use crate::paths::{CALLBACK, CONSENT};
use crate::query::Query;
use crate::shared::Shared;
use crate::state::Refusal;

/// Whom the third party has signed in, unless the form says otherwise.
const USER: &str = "user@third-party.example";

/// One for all sandboxes: a request says which one it came to.
pub(crate) static ROUTER: LazyLock<Router> = LazyLock::new(|| {
    Router::new().route(CONSENT, get(ask).post(decide)).fallback(|| async { Page::not_found() })
});

async fn ask(Extension(shared): Extension<Arc<Shared>>, query: Query) -> Page {
    if let Err(refusal) = callback(&shared, &query) {
        return refusal.into();
    }
    let application = query.get("application").unwrap_or("The application");
    let content = html! {
        p { "Cyclr asks to use your account with " (application) "." }
        @if let Some(scope) = query.get("scope") {
            p { "It asks for: " (scope) }
        }
        // Posts to the page's own address, which holds what the answer needs.
        form method="post" {
            p {
                label for="user" { "Signed in as " }
                input id="user" name="user" value=(USER);
            }
            button name="decision" value="approve" { "Approve" }
            button name="decision" value="deny" { "Deny" }
        }
    };
    let cuts_opener = shared.state().switches.consent_cuts_opener;
    Page::new(format!("{application}: allow access?"), content)
        .not_framed()
        .cutting_opener(cuts_opener)
}

async fn decide(Extension(shared): Extension<Arc<Shared>>, query: Query, body: Bytes) -> Response {
    let mut callback = match callback(&shared, &query) {
        Ok(callback) => callback,
        Err(refusal) => return Page::from(refusal).into_response(),
    };
    let form = Query::parse(&body);
    let answer = match form.get("decision") {
        Some("approve") => {
            let user = form.get("user").filter(|it| !it.trim().is_empty()).unwrap_or(USER);
            vec![("code", shared.state().issue_code(Some(user.to_owned())))]
        }
        Some("deny") => error("access_denied", Some("The user denied the request.")),
        // Of a third party that is out of order.
        Some("fail") => {
            error(form.get("error").unwrap_or("server_error"), form.get("error_description"))
        }
        _ => {
            let refusal = Refusal::bad_request("the decision is neither to approve nor to deny");
            return Page::from(refusal).into_response();
        }
    };
    callback
        .query_pairs_mut()
        .extend_pairs(answer)
        .append_pair("state", query.get("state").unwrap_or(""));
    redirect(callback.as_str())
}

fn error(error: &str, description: Option<&str>) -> Vec<(&'static str, String)> {
    let description = description.map(|it| ("error_description", it.to_owned()));
    std::iter::once(("error", error.to_owned())).chain(description).collect()
}

/// As a real third party does, this one only sends users to the address that Cyclr is registered with.
fn callback(shared: &Shared, query: &Query) -> Result<Url, Refusal> {
    let registered = format!("{}{CALLBACK}", shared.addresses.service);
    match query.get("redirect_uri") {
        Some(given) if given == registered => {
            Url::parse(&registered).map_err(|_| Refusal::bad_request("redirect_uri is not a URL"))
        }
        _ => Err(Refusal::bad_request("redirect_uri is not one that is registered")),
    }
}
