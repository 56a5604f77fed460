//! The hand-off to Cyclr: begun at the user's click, completed when the browser is back.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::SignedCookieJar;
use cyclr_oauth::api::{AccountConnectorState, OAuth2Type};
use cyclr_oauth::{AttemptError, Returned};
use http::HeaderMap;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};

use super::Portal;
use super::connector::Id;
use super::flash::{Done, Flash};
use super::guard::by_script;
use super::page::csrf;
use super::problem::Problem;
use super::session::{Nothing, Post, Session};
use super::state::{Status, name};

/// One button. Without script, and on phones, it leads to Cyclr and back; with script, the rest is shown while
/// a window is open.
pub(super) fn connect_form(
    session: &Session,
    connector: &AccountConnectorState,
    status: Status,
) -> Markup {
    let of = html! { span.unseen { " " (name(connector)) } };
    html! {
        @match status {
            Status::Connected => {},
            Status::Broken => (form(session, connector, &html! { button { "Reconnect" (of) } })),
            _ => (form(session, connector, &html! { button { "Connect" (of) } })),
        }
        div.waiting data-waiting hidden {
            span.spinner {}
            button.quiet type="button" data-focus hidden { "Focus window" (of) }
            button.quiet type="button" data-finish hidden { "I’ve finished" (of) }
            button.quiet type="button" data-cancel { "Cancel" (of) }
        }
    }
}

pub(super) fn reconnect_form(session: &Session, connector: &AccountConnectorState) -> Markup {
    let of = html! { span.unseen { " " (name(connector)) } };
    form(session, connector, &html! { button.quiet { "Reconnect" (of) } })
}

fn form(session: &Session, connector: &AccountConnectorState, button: &Markup) -> Markup {
    // Only those without a consent page: third parties don't let theirs be framed.
    let framed = connector.connector.oauth2_type == Some(OAuth2Type::PasswordCredentials);
    let id = connector.id;
    html! {
        form method="post" action={ "/connectors/" (id) "/connect" } data-connect=(id) data-framed[framed] {
            (csrf(session))
            (button)
        }
    }
}

/// The click. The sign-in token is asked for now and not before, and the browser is sent on at once.
pub(super) async fn begin(
    State(portal): State<Portal>,
    Id(id): Id,
    headers: HeaderMap,
    Post { session, form: Nothing {}, .. }: Post<Nothing>,
) -> Result<Response, Problem> {
    let Portal { cyclr, attempts, address, limit, .. } = &portal;
    let person = &session.person;
    limit.count(person, cyclr.now()).await?;
    let begun = attempts.begin(cyclr, &person.account, id, &session.key()?).await?;

    // The page's script asks for JSON, a form without it for a page.
    Ok(if by_script(&headers) {
        begun.popup(&person.username(), &address.origin).await?
    } else {
        // So that the page after it can name the connector, whatever becomes of the attempt.
        let done = address.done.join(&format!("?connector={id}")).map_err(AttemptError::Target)?;
        begun.redirect(&person.username(), &done).await?
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
    complete(&portal, &session, jar, &parts, returned).await
}

/// The page's script has received the message. Its form keeps the attempt out of addresses.
pub(super) async fn done_in_window(
    State(portal): State<Portal>,
    jar: SignedCookieJar,
    Post { parts, session, form }: Post<Presented>,
) -> Result<Response, Problem> {
    let returned = form.returned(&parts)?;
    complete(&portal, &session, jar, &parts, returned).await
}

#[derive(Serialize)]
pub(super) struct Finished {
    text: String,
}

async fn complete(
    portal: &Portal,
    session: &Session,
    jar: SignedCookieJar,
    parts: &Parts,
    returned: Returned,
) -> Result<Response, Problem> {
    let Portal { cyclr, attempts, history, .. } = portal;
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
    history.record(cyclr, person, id, completed.state.connector.id).await?;
    let done =
        if completed.was_authenticated_before { Done::ConnectedBefore } else { Done::Connected };
    let flash = Flash { id, done };
    if by_script(&parts.headers) {
        return Ok(Json(Finished { text: flash.sentence(name(&completed.state)) }).into_response());
    }
    let page = completed.see_other::<Body>(&format!("/connectors/{id}"));
    Ok((flash.put(portal, jar), page.map_err(AttemptError::from)?).into_response())
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

/// The user has stopped waiting. What is said is what Cyclr reports afterwards.
pub(super) async fn cancel(
    State(portal): State<Portal>,
    Post { parts, session, form }: Post<Presented>,
) -> Result<Json<Finished>, Problem> {
    let Portal { cyclr, attempts, .. } = &portal;
    let cancelled = attempts.cancel(cyclr, form.returned(&parts)?, &session.key()?).await?;
    tracing::info!(id = %cancelled.id, undone = cancelled.deauthenticated, "cancelled");
    let state = cyclr.account(&cancelled.account).connector(cancelled.id).await?;
    let name = name(&state);
    let text = match (state.authenticated, cancelled.deauthenticated) {
        (true, _) => format!("Cancelled. {name} is still connected."),
        (false, true) => {
            format!("Cancelled. {name} had just been connected. It is disconnected again.")
        }
        (false, false) => format!("Cancelled. {name} is not connected."),
    };
    Ok(Json(Finished { text }))
}
