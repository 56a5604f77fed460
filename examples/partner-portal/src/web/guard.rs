//! What holds for every answer, and what is refused before any page sees it.

use axum::Json;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use cyclr_oauth::api::AccountConnectorState;
use http::header::{
    ACCEPT, ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, ORIGIN, REFERRER_POLICY,
    RETRY_AFTER, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use maud::html;
use serde_json::json;

use super::Portal;
use super::card::card;
use super::connector;
use super::page::Page;
use super::problem::{Problem, Shown};
use super::session::Session;
use super::state::name;

pub(super) async fn guard(State(portal): State<Portal>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let refused = refuse(&portal, &parts);
    let mut answer = match refused {
        Some(refusal) => refusal,
        None => next.run(Request::from_parts(parts.clone(), body)).await,
    };
    if let Some(shown) = answer.extensions_mut().remove::<Shown>() {
        let allowed = answer.headers_mut().remove(ALLOW);
        answer = explain(&portal, &mut parts, shown, answer.headers().get(RETRY_AFTER)).await;
        if let (Some(allowed), StatusCode::METHOD_NOT_ALLOWED) = (allowed, answer.status()) {
            answer.headers_mut().insert(ALLOW, allowed);
        }
    }
    if portal.address.is_https() {
        let value = HeaderValue::from_static("max-age=31536000");
        answer.headers_mut().insert(STRICT_TRANSPORT_SECURITY, value);
    }
    protect(answer.headers_mut());
    answer
}

/// The portal answers under one name, and changes nothing at another site's request.
fn refuse(portal: &Portal, parts: &Parts) -> Option<Response> {
    let header = |name: &HeaderName| parts.headers.get(name).and_then(|it| it.to_str().ok());
    let reads = matches!(parts.method, Method::GET | Method::HEAD);
    // Cookies and the page that Cyclr leads back to belong to that one name. It also keeps out those who let
    // their own names lead here.
    if !header(&HOST).is_some_and(|host| portal.address.is_at(host)) {
        let path = parts.uri.path_and_query().map_or("/", |it| it.as_str());
        return Some(if reads {
            Redirect::to(&format!("{}{path}", portal.address.as_str())).into_response()
        } else {
            Problem::WrongHost.into_response()
        });
    }
    // Alongside the forms' own token. Browsers send the first of the two; `Origin`, which they sent before, is
    // `null` from pages without a referrer.
    let is_own = match header(&SEC_FETCH_SITE) {
        Some(site) => site == "same-origin",
        None => header(&ORIGIN) == Some(portal.address.as_str()),
    };
    (!reads && !is_own).then(|| Problem::Forged.into_response())
}

/// JSON for the page's script, a page for everyone else; after a form, at an address that can be reloaded.
async fn explain(
    portal: &Portal,
    parts: &mut Parts,
    shown: Shown,
    retry_after: Option<&HeaderValue>,
) -> Response {
    let Shown { kind, status, .. } = shown;
    let retry_after = retry_after.cloned().map(|it| [(RETRY_AFTER, it)]);
    if by_script(&parts.headers) {
        let text = if is_end(kind) {
            About::find(portal, parts, kind).await.text(shown)
        } else {
            shown.text.to_owned()
        };
        return (status, retry_after, Json(json!({ "problem": kind, "text": text })))
            .into_response();
    }
    let id = connector::id_of(parts);
    let is_form = parts.method == Method::POST;
    match kind {
        "signed-out" if parts.uri.path() != "/done" => Redirect::to("/sign-in").into_response(),
        // Another site may have sent it: it leads nowhere.
        "out-of-date" | "wrong-host" => page(portal, parts, shown).await,
        _ if is_form => {
            let to = id.map_or_else(
                || format!("/problem/{kind}"),
                |id| format!("/connectors/{id}?problem={kind}"),
            );
            (retry_after, Redirect::to(&to)).into_response()
        }
        _ => page(portal, parts, shown).await,
    }
}

/// Whether an attempt to connect was not completed.
fn is_end(kind: &str) -> bool {
    kind == "expired" || kind == "not-connected"
}

/// Who is signed in, and the connector that a problem is about.
struct About {
    session: Option<Session>,
    connector: Option<AccountConnectorState>,
}

impl About {
    async fn find(portal: &Portal, parts: &mut Parts, kind: &str) -> Self {
        let session = Session::from_request_parts(parts, portal).await.ok();
        let connector = match (&session, connector::id_of(parts)) {
            (Some(session), Some(id)) if kind != "unavailable" && kind != "out-of-date" => {
                portal.cyclr.account(&session.person.account).connector(id).await.ok()
            }
            _ => None,
        };
        Self { session, connector }
    }

    /// What has happened, with what Cyclr reports of an attempt that was not completed.
    fn text(&self, Shown { kind, text, .. }: Shown) -> String {
        let connector = self.connector.as_ref().filter(|it| it.authenticated);
        match (kind, connector) {
            ("expired", Some(connector)) => format!(
                "That took too long. Cyclr reports that {0} is connected. Reconnect to keep it connected.",
                name(connector)
            ),
            ("not-connected", Some(connector)) => {
                format!("{text} Cyclr reports that {} is connected.", name(connector))
            }
            _ => text.to_owned(),
        }
    }
}

/// A page of the product: with the header of whoever is signed in, and the connector that it is about.
pub(super) async fn page(portal: &Portal, parts: &mut Parts, shown: Shown) -> Response {
    let Shown { kind, status, title, .. } = shown;
    let about = About::find(portal, parts, kind).await;
    let text = about.text(shown);
    let About { session, connector } = about;
    let entry = match (&session, &connector) {
        (Some(session), Some(connector)) => {
            let entry = portal.history.get(&session.person.account, connector.id).await;
            entry.ok().flatten()
        }
        _ => None,
    };
    let here = parts.uri.path_and_query().map_or("/", |it| it.as_str());
    let title = match &connector {
        None => title.to_owned(),
        Some(it) if is_end(kind) && it.authenticated => {
            format!("{}: sign-in not confirmed", name(it))
        }
        Some(it) => format!("{}: {}", name(it), title.to_lowercase()),
    };
    let content = html! {
        p { (text) }
        @if let (Some(session), Some(connector)) = (&session, &connector) {
            div.card data-row=(connector.id) data-name=(name(connector)) data-redirect {
                (card(session, connector, entry.as_ref(), 2))
            }
        }
        p.next {
            @if kind == "unavailable" && parts.method == Method::GET {
                a.button href=(here) { "Try again" }
            }
            @if session.is_some() {
                a.button.quiet href="/" { "Your connections" }
            } @else {
                a.button href="/sign-in" { "Sign in" }
            }
        }
    };
    let page = Page::new(&title).with_status(status);
    match &session {
        Some(session) => page.of(session).show(&content),
        None => page.show(&content),
    }
}

pub(super) fn by_script(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT).is_some_and(|accept| accept == "application/json")
}

/// What an answer does not say for itself: it is nobody else's, and nothing in it runs.
pub(super) fn protect(headers: &mut HeaderMap) {
    for (name, value) in PROTECTION {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

const PROTECTION: [(HeaderName, &str); 5] = [
    (CACHE_CONTROL, "no-store"),
    (CONTENT_SECURITY_POLICY, "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (REFERRER_POLICY, "no-referrer"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
];
