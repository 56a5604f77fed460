//! Signing in and out. Anybody may be anyone: it is not what this example is about.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::SignedCookieJar;
use maud::html;
use serde::Deserialize;

use super::Portal;
use super::page::Page;
use super::problem::Problem;
use super::session::{Nothing, OpenForm, Post, Session, cookie, name};

pub(super) async fn ask(State(portal): State<Portal>) -> Response {
    Page::new("Who are you?").show(&html! {
        p { "This demo has no passwords. Your application asks for more than a name." }
        form.people method="post" {
            @for person in portal.people.iter() {
                button.card name="person" value=(person.id) {
                    strong { (person.name) } " " span { (person.customer) }
                }
            }
        }
    })
}

#[derive(Deserialize)]
pub(super) struct Choice {
    person: String,
}

pub(super) async fn sign_in(
    State(portal): State<Portal>,
    jar: SignedCookieJar,
    before: Option<Session>,
    OpenForm(choice): OpenForm<Choice>,
) -> Result<Response, Problem> {
    let person = portal.people.iter().find(|person| person.id == choice.person);
    let session = Session::begin(&portal, person.ok_or(Problem::NotFound)?).await?;
    if let Some(before) = before {
        before.end(&portal).await?;
    }
    tracing::info!(person = session.person.id, "signed in");
    Ok((jar.add(session.cookie(&portal)), Redirect::to("/")).into_response())
}

pub(super) async fn sign_out(
    State(portal): State<Portal>,
    jar: SignedCookieJar,
    Post { session, form: Nothing {}, .. }: Post<Nothing>,
) -> Result<Response, Problem> {
    session.end(&portal).await?;
    let removed = cookie(&portal, name(&portal, "session"), String::new());
    Ok((jar.remove(removed), Redirect::to("/sign-in")).into_response())
}
