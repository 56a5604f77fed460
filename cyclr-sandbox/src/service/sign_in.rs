//! `GET /account/signinwithtoken`, and the pages that a signed-in user sees.

use std::sync::Arc;

use axum::Extension;
use axum::response::{IntoResponse, Response};
use http::Uri;
use maud::html;

use crate::page::{Page, embedded_json, redirect};
use crate::query::Query;
use crate::shared::Shared;
use crate::state::{Refusal, SignIn};

/// The element that holds the result object, as a text.
const RESULT_ID: &str = "result";

pub(super) async fn open(Extension(shared): Extension<Arc<Shared>>, query: Query) -> Response {
    let mut state = shared.state();
    // Cyclr puts the token into its own URLs as it is, so a `+` is one, and no space.
    let token = query.get("token").map(|token| token.replace(' ', "+"));
    let sign_in = token.and_then(|token| state.use_sign_in_token(&token));
    let Some(sign_in) = sign_in else { return denied().into_response() };
    // Only to a page of this domain: anything else would make it an open redirect.
    let return_url = query.get("returnUrl").unwrap_or("/");
    let is_local = return_url.starts_with('/')
        && !return_url.starts_with("//")
        && !return_url.contains(|c: char| c == '\\' || c.is_control());
    let return_url = if is_local { return_url } else { "/" };
    let session = state.open_session(sign_in);
    // In the URL rather than in a cookie, which browsers withhold from frames.
    let separator = if return_url.contains('?') { '&' } else { '?' };
    let service = &shared.addresses.service;
    redirect(&format!("{service}{return_url}{separator}session={session}"))
}

pub(super) async fn signed_in(Extension(shared): Extension<Arc<Shared>>, query: Query) -> Page {
    match session(&shared, &query) {
        Some(session) => Page::new("Signed in", whom(&session)),
        None => denied(),
    }
}

pub(super) async fn launched(
    Extension(shared): Extension<Arc<Shared>>,
    uri: Uri,
    query: Query,
) -> Page {
    let Some(session) = session(&shared, &query) else { return denied() };
    let Some(launch) = session.launch.as_deref() else {
        return Refusal::bad_request("nothing was launched for this user").into();
    };
    if uri.path().trim_start_matches('/') != launch.kind {
        return Page::not_found();
    }
    let state = shared.state();
    let installed = launch.installed.iter().filter_map(|id| state.any_account_connector(*id));
    // As a text, which is how the final page of the real one gives it to the partner's.
    let result = serde_json::Value::from(launch.result.to_string());
    let content = html! {
        (whom(&session))
        h2 { "Options" }
        dl {
            @for (name, value) in &launch.options {
                dt { (name) }
                dd { (value) }
            }
        }
        h2 { "Connectors" }
        ul {
            @for connector in installed {
                li {
                    (connector.name) " (" (connector.id) "), "
                    @if connector.authenticated { "authenticated" } @else { "not authenticated" }
                }
            }
        }
        h2 { "Result" }
        pre { (launch.result.to_string()) }
        (embedded_json(RESULT_ID, &result))
    };
    Page::new(launch.kind, content)
}

fn session(shared: &Shared, query: &Query) -> Option<SignIn> {
    shared.state().session(query.get("session")?).cloned()
}

fn whom(session: &SignIn) -> maud::Markup {
    html! { p { (session.user) " of the account " (session.account) " is signed in." } }
}

fn denied() -> Page {
    Refusal::forbidden("Access is denied.").into()
}
