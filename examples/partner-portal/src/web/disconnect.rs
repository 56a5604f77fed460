//! Disconnecting, which asks once.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::SignedCookieJar;
use maud::html;

use super::Portal;
use super::connector::Id;
use super::flash::{Done, Flash};
use super::page::{Page, csrf};
use super::problem::Problem;
use super::session::{Nothing, Post, Session};
use super::state::name;

pub(super) async fn ask(
    State(portal): State<Portal>,
    session: Session,
    Id(id): Id,
) -> Result<Response, Problem> {
    let connector = portal.cyclr.account(&session.person.account).connector(id).await?;
    let name = name(&connector);
    Ok(Page::new(&format!("Disconnect {name}?")).of(&session).show(&html! {
        p { "Integrations that use " (name) " stop until somebody connects it again." }
        p { "Nothing is deleted in " (name) ", and the details that you entered are kept." }
        form.actions method="post" {
            (csrf(&session))
            button.danger { "Disconnect " (name) }
            a.button.quiet href={ "/connectors/" (id) } { "Keep it" }
        }
    }))
}

pub(super) async fn disconnect(
    State(portal): State<Portal>,
    Id(id): Id,
    jar: SignedCookieJar,
    Post { session, form: Nothing {}, .. }: Post<Nothing>,
) -> Result<Response, Problem> {
    let account = &session.person.account;
    portal.cyclr.account(account).deauthenticate(id).await?;
    portal.history.forget(account, id).await?;
    let jar = Flash { id, done: Done::Disconnected }.put(&portal, jar);
    Ok((jar, Redirect::to(&format!("/connectors/{id}"))).into_response())
}
