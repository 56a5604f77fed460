//! A service on axum whose users connect Salesforce through Cyclr: `cargo run -p frameworks --bin with-axum`.
use std::error::Error;
use std::net::TcpListener;

use axum::Router;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use cyclr_oauth::{AttemptError, Returned};
use cyclr_sandbox::Sandbox;
use frameworks::{Service, session};
use http::StatusCode;
use http::header::{ACCEPT, CONTENT_TYPE};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    serve(TcpListener::bind("127.0.0.1:3000")?, &Sandbox::start().await).await
}

pub(crate) async fn serve(listener: TcpListener, sandbox: &Sandbox) -> Result<(), Box<dyn Error>> {
    let router = Router::new()
        .route("/", get(page))
        .route("/connect", post(connect))
        .route("/check", post(check))
        .route("/cancel", post(cancel))
        .route("/done", get(done).post(done_in_popup))
        .route("/cyclr-connect.js", get(async || frameworks::script()))
        .with_state(Service::new(listener.local_addr()?, sandbox)?);
    listener.set_nonblocking(true)?;
    Ok(axum::serve(tokio::net::TcpListener::from_std(listener)?, router).await?)
}

async fn page(State(s): State<Service>, parts: Parts) -> Result<Response, Failure> {
    Ok(s.page(&parts).await?.into_response())
}

async fn connect(State(s): State<Service>, parts: Parts) -> Result<Response, Failure> {
    let session = s.clicked(&parts)?;
    let begun = s.attempts.begin(&s.cyclr, &s.account, s.id, &session).await?;
    // The page's script asks for JSON; a form without script doesn't.
    Ok(if parts.headers.get(ACCEPT).is_some_and(|it| it == "application/json") {
        begun.popup("example_user", &s.page).await?
    } else {
        begun.redirect("example_user", &s.done).await?
    })
}

async fn done(State(s): State<Service>, parts: Parts) -> Result<Response, Failure> {
    let returned = Returned::by_navigation(&parts)?;
    let completed = s.attempts.complete(&s.cyclr, returned, &session(&parts)?).await?;
    Ok(completed.see_other("/")?)
}

type Fields = Result<Form<frameworks::Fields>, FormRejection>;

async fn done_in_popup(
    State(s): State<Service>,
    parts: Parts,
    form: Fields,
) -> Result<Response, Failure> {
    let returned = frameworks::presented(&parts, form.ok().as_deref())?;
    let completed = s.attempts.complete(&s.cyclr, returned, &session(&parts)?).await?;
    Ok(completed.see_other("/")?)
}

/// Whether the user has finished, for the page's script.
async fn check(State(s): State<Service>, parts: Parts, form: Fields) -> Result<Response, Failure> {
    let returned = frameworks::presented(&parts, form.ok().as_deref())?;
    let ready = s.attempts.check(&s.cyclr, returned, &session(&parts)?).await?;
    let json = format!(r#"{{"ready":{ready}}}"#);
    Ok(([(CONTENT_TYPE, "application/json")], json).into_response())
}

/// The user has stopped waiting: the server undoes what they had just consented to.
async fn cancel(
    State(s): State<Service>,
    parts: Parts,
    form: Fields,
) -> Result<StatusCode, Failure> {
    let returned = frameworks::presented(&parts, form.ok().as_deref())?;
    s.attempts.cancel(&s.cyclr, returned, &session(&parts)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

struct Failure(AttemptError);

impl<E: Into<AttemptError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        frameworks::failure(&self.0).into_response()
    }
}
