//! The hand-off to Cyclr: begun at the user's click, completed when the browser is back.

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::SignedCookieJar;
use cyclr_oauth::api::{AccountConnectorState, OAuth2Type};
use cyclr_oauth::completion::Completed;
use cyclr_oauth::{AccountConnectorId, AttemptError, Returned};
use http::header::ACCEPT;
use http::request::Parts;
use http::{HeaderMap, StatusCode};
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
    Post { session, form: Nothing {}, .. }: Post<Nothing>,
) -> Result<Response, Problem> {
    let Portal { cyclr, attempts, address, limit, .. } = &portal;
    let person = &session.person;
    limit.count(person.id, cyclr.now())?;
    let begun = attempts.begin(cyclr, &person.account, id, &session.key()?).await?;

    // The page's script asks for JSON, a form without it for a page.
    let by_script = headers.get(ACCEPT).is_some_and(|accept| accept == "application/json");
    Ok(if by_script {
        begun.popup(&person.username(), &address.origin).await?
    } else {
        begun.redirect(&person.username(), &address.done).await?
    })
}

#[derive(Deserialize)]
pub(super) struct Presented {
    #[serde(default)]
    cyclr_attempt: String,
}

impl Presented {
    fn returned(&self, parts: &Parts) -> Result<Returned, Problem> {
        Ok(Returned::by_form(parts, &self.cyclr_attempt).map_err(AttemptError::from)?)
    }
}

/// The browser is back by Cyclr's redirect.
pub(super) async fn done(
    State(portal): State<Portal>,
    session: Option<Session>,
    jar: SignedCookieJar,
    parts: Parts,
) -> Result<Response, Problem> {
    let returned = Returned::by_navigation(&parts).map_err(AttemptError::from)?;
    let session = session.ok_or(Problem::SignedOutMeanwhile)?;
    complete(&portal, &session, jar, returned).await
}

/// The page's script has received the message. Its form keeps the attempt out of addresses.
pub(super) async fn done_in_window(
    State(portal): State<Portal>,
    jar: SignedCookieJar,
    Post { parts, session, form }: Post<Presented>,
) -> Result<Response, Problem> {
    complete(&portal, &session, jar, form.returned(&parts)?).await
}

async fn complete(
    portal: &Portal,
    session: &Session,
    jar: SignedCookieJar,
    returned: Returned,
) -> Result<Response, Problem> {
    let Portal { cyclr, attempts, .. } = portal;
    let person = &session.person;
    let completed = match attempts.complete(cyclr, returned, &session.key()?).await {
        Ok(completed) => completed,
        Err(error) => {
            if let AttemptError::OtherSession { account, id, was_authenticated_before } = &error {
                // Somebody of another customer may have sent this user on: what was consented to is undone,
                // unless the connection stood before.
                let undo = *account != person.account && !was_authenticated_before;
                tracing::warn!(%account, %id, person = person.id, undo, "another session's attempt");
                if undo {
                    cyclr.account(account).deauthenticate(*id).await?;
                }
            }
            return Err(error.into());
        }
    };
    let (account, id) = (&completed.account, completed.id);
    tracing::info!(%account, %id, person = person.id, "connected");
    let page = completed.see_other::<Body>(&format!("/connectors/{id}"));
    Ok((Flash::from(&completed).put(portal, jar), page.map_err(AttemptError::from)?)
        .into_response())
}

#[derive(Serialize)]
pub(super) struct Ready {
    ready: bool,
}

/// The page's script asks, in case no message arrives.
pub(super) async fn check(
    State(portal): State<Portal>,
    Post { parts, session, form }: Post<Presented>,
) -> Result<Json<Ready>, Problem> {
    let Portal { cyclr, attempts, .. } = &portal;
    let ready = attempts.check(cyclr, form.returned(&parts)?, &session.key()?).await?;
    Ok(Json(Ready { ready }))
}

/// The user has stopped waiting.
pub(super) async fn cancel(
    State(portal): State<Portal>,
    Post { parts, session, form }: Post<Presented>,
) -> Result<StatusCode, Problem> {
    let Portal { cyclr, attempts, .. } = &portal;
    let cancelled = attempts.cancel(cyclr, form.returned(&parts)?, &session.key()?).await?;
    tracing::info!(id = %cancelled.id, undone = cancelled.deauthenticated, "cancelled");
    Ok(StatusCode::NO_CONTENT)
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
        Self { id: completed.id, was_authenticated: completed.was_authenticated_before }
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
