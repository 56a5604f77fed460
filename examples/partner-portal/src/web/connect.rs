//! The hand-off to Cyclr: begun at the user's click, completed when the browser is back.

use axum::Json;
use axum::body::Body;
use axum::extract::{FromRequestParts, Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::SignedCookieJar;
use cyclr_oauth::api::{AccountConnectorState, OAuth2Type};
use cyclr_oauth::completion::Completed;
use cyclr_oauth::{AccountConnectorId, AttemptError, ConnectAttempt, PopupListener};
use http::header::ACCEPT;
use http::request::Parts;
use http::{HeaderMap, Method};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};

use super::Portal;
use super::connector::card;
use super::page::{Page, csrf};
use super::problem::Problem;
use super::session::{Nothing, Post, Session, cookie, name};

/// The buttons. Without script the first one works, by redirects; the others are shown by the script.
pub(super) fn connect_forms(session: &Session, connector: &AccountConnectorState) -> Markup {
    let (id, name) = (connector.id, &connector.name);
    let again = if connector.authenticated { "again " } else { "" };
    let of = html! { span.unseen { ": " (name) } };
    // Only those without a consent page: third parties don't let theirs be framed.
    let framed = connector.connector.oauth2_type == Some(OAuth2Type::PasswordCredentials);
    html! {
        form method="post" action={ "/connectors/" (id) "/connect" } data-connect=(id) {
            (csrf(session))
            button { "Connect " (again) (of) }
            button.quiet data-way="popup" hidden { "Connect " (again) "in a window" (of) }
            @if framed {
                button.quiet data-way="frame" hidden { "Connect " (again) "on this page" (of) }
            }
            button.quiet type="button" data-stop hidden { "Stop waiting" (of) }
            p data-status role="status" {}
            @if framed {
                iframe data-frame hidden title={ "Cyclr: " (name) } {}
            }
        }
    }
}

/// The click. The sign-in token is asked for now and not before, and the browser is sent on at once.
pub(super) async fn begin(
    State(portal): State<Portal>,
    Path(id): Path<u64>,
    headers: HeaderMap,
    Post { session, form: Nothing {} }: Post<Nothing>,
) -> Result<Response, Problem> {
    let Portal { cyclr, attempts, address, limit, .. } = &portal;
    limit.count(&session.key, cyclr.now())?;
    let account = &session.person.account;

    let attempt = ConnectAttempt::new(account, id, &session.key);
    attempts.begin(&attempt, cyclr).await?;
    let token = cyclr.sign_in_token(account, &session.person.username()).await?;

    // The page's script asks for JSON, a form without it for a page.
    let by_script = headers.get(ACCEPT).is_some_and(|accept| accept == "application/json");
    if by_script {
        let listener = PopupListener::new(cyclr.service_domain(), &attempt);
        return Ok(listener.into_response_at::<Body>(
            token,
            address.origin.clone(),
            cyclr.now(),
        )?);
    }
    let done = attempt.target_origin(address.done.clone())?;
    let url = cyclr.connector_auth_url().id(id).token(token).target_origin(done).build();
    Ok(url.into_redirect_at::<Body>(cyclr.now())?)
}

#[derive(Deserialize)]
pub(super) struct Presented {
    #[serde(default)]
    cyclr_attempt: String,
}

/// The browser is back by Cyclr's redirect: what it presents is checked, and Cyclr is asked.
pub(super) async fn done(
    State(portal): State<Portal>,
    session: Option<Session>,
    jar: SignedCookieJar,
    _: Navigation,
    Query(Presented { cyclr_attempt }): Query<Presented>,
) -> Result<Response, Problem> {
    let session = session.ok_or(Problem::SignedOutMeanwhile)?;
    complete(&portal, &session, jar, &cyclr_attempt).await
}

/// The page's script has been told that it is done. Its form keeps the attempt out of addresses.
pub(super) async fn done_in_window(
    State(portal): State<Portal>,
    jar: SignedCookieJar,
    Post { session, form }: Post<Presented>,
) -> Result<Response, Problem> {
    complete(&portal, &session, jar, &form.cyclr_attempt).await
}

async fn complete(
    portal: &Portal,
    session: &Session,
    jar: SignedCookieJar,
    presented: &str,
) -> Result<Response, Problem> {
    let person = &session.person;
    let completed = portal.attempts.complete(presented, &session.key, &portal.cyclr).await;
    if let Err(AttemptError::OtherSession { account, id, was_authenticated }) = &completed {
        // Somebody of another customer may have sent this user on: what was consented to is undone, unless the
        // connection stood before.
        let undo = *account != person.account && !was_authenticated;
        tracing::warn!(%account, %id, person = person.id, undo, "another session's attempt");
        if undo {
            portal.cyclr.account(account).deauthenticate(*id).await?;
        }
    }
    let completed = completed?;
    let (account, id) = (&completed.account, completed.id);
    tracing::info!(%account, %id, person = person.id, "connected");
    // To an address that can be loaded again.
    let page = Redirect::to(&format!("/connectors/{id}"));
    Ok((Flash::from(&completed).put(portal, jar), page).into_response())
}

#[derive(Serialize)]
pub(super) struct Ready {
    ready: bool,
}

/// The page's script asks, for the case that no message arrives.
pub(super) async fn check(
    State(portal): State<Portal>,
    Post { session, form }: Post<Presented>,
) -> Result<Json<Ready>, Problem> {
    let ready = portal.attempts.check(&form.cyclr_attempt, &session.key, &portal.cyclr).await;
    match ready {
        Ok(ready) => Ok(Json(Ready { ready })),
        Err(AttemptError::Expired | AttemptError::Unknown) => Ok(Json(Ready { ready: false })),
        Err(error) => Err(error.into()),
    }
}

/// A page that the user's browser has come to: no image, no script, nothing that it fetches ahead.
pub(super) struct Navigation;

impl<S: Send + Sync> FromRequestParts<S> for Navigation {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let is_other = |name: &str, expected: &str| {
            parts.headers.get(name).is_some_and(|value| value != expected)
        };
        let fetched = is_other("sec-fetch-mode", "navigate")
            || is_other("sec-fetch-dest", "document")
            || parts.headers.contains_key("sec-purpose");
        if fetched || parts.method != Method::GET { Err(Problem::Forged) } else { Ok(Self) }
    }
}

/// How a window ended that brought no completion.
pub(super) async fn ended(
    State(portal): State<Portal>,
    session: Session,
    Path((id, outcome)): Path<(u64, String)>,
) -> Result<Response, Problem> {
    let (title, sentence) = match outcome.as_str() {
        "blocked" => (
            "The window was blocked",
            "Your browser did not open the window. Allow pop-ups for this page, or connect without one.",
        ),
        "closed" => (
            "The window was closed",
            "It was closed before Cyclr said that you are connected. If you denied access, nothing was \
             changed.",
        ),
        "failed" => (
            "It could not begin",
            "Cyclr could not be asked, or you were signed out meanwhile. Nothing was changed.",
        ),
        "timed-out" => (
            "That took too long",
            "Cyclr has not said in time that you are connected. Perhaps you have denied access, or the \
             window is still open: close it.",
        ),
        _ => return Err(Problem::NotFound),
    };
    let connector = portal.cyclr.account(&session.person.account).connector(id).await?;
    let content = html! {
        p { (sentence) }
        @if connector.authenticated {
            p { "The connection stands, as Cyclr says." }
        }
        div.card { (card(&session, &connector, 2)) }
    };
    let service_domain = portal.cyclr.service_domain();
    Ok(Page::new(title).of(&session).with_frames_of(service_domain).show(&content))
}

/// What the next page says, once.
pub(super) struct Flash {
    pub(super) id: AccountConnectorId,
    was_authenticated: bool,
}

impl From<&Completed> for Flash {
    fn from(completed: &Completed) -> Self {
        Self { id: completed.id, was_authenticated: completed.was_authenticated }
    }
}

impl Flash {
    pub(super) const fn sentence(&self) -> &'static str {
        if self.was_authenticated {
            "Connected, as it was before. Cyclr does not say whether the consent was renewed."
        } else {
            "Connected."
        }
    }

    fn put(&self, portal: &Portal, jar: SignedCookieJar) -> SignedCookieJar {
        let value = format!("{} {}", self.id, self.was_authenticated);
        jar.add(cookie(portal, name(portal, "flash"), value))
    }

    pub(super) fn take(portal: &Portal, jar: SignedCookieJar) -> (Option<Self>, SignedCookieJar) {
        let name = name(portal, "flash");
        let Some(flash) = jar.get(&name) else { return (None, jar) };
        let read = |value: &str| {
            let (id, was_authenticated) = value.split_once(' ')?;
            let id = id.parse::<u64>().ok()?.into();
            Some(Self { id, was_authenticated: was_authenticated.parse().ok()? })
        };
        (read(flash.value()), jar.remove(cookie(portal, name, String::new())))
    }
}
