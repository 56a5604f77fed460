//! A service on axum whose users connect Salesforce through Cyclr: `cargo run -p frameworks --bin with-axum`.
//!
//! axum has the types of `http` 1, so that the library's answers and headers are returned as they are.

use std::error::Error;
use std::net::TcpListener;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_TYPE, COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use cyclr_oauth::{AttemptError, ConnectAttempt, PageHeaders, PopupListener};
use cyclr_sandbox::Sandbox;
use frameworks::Service;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    serve(TcpListener::bind("127.0.0.1:3000")?, &Sandbox::start().await).await
}

pub(crate) async fn serve(listener: TcpListener, sandbox: &Sandbox) -> Result<(), Box<dyn Error>> {
    let service = Service::new(listener.local_addr()?, sandbox)?;
    let router = Router::new()
        .route("/", get(page))
        .route("/connect", post(connect))
        .route("/connect/popup", post(connect_in_popup))
        .route("/done", get(done))
        .route("/cyclr-connect.js", get(script))
        .with_state(service);
    listener.set_nonblocking(true)?;
    Ok(axum::serve(tokio::net::TcpListener::from_std(listener)?, router).await?)
}

/// The page with the buttons. It makes the session, if there is none.
async fn page(headers: HeaderMap) -> Result<Response, Failure> {
    let page = PageHeaders::new();
    let html = Html(frameworks::page(page.nonce()));
    let mut answer = (page.into_headers(), html).into_response();
    if session(&headers).is_none() {
        answer.headers_mut().insert(SET_COOKIE, frameworks::new_session()?.try_into()?);
    }
    Ok(answer)
}

/// The click, without script: on to Cyclr.
async fn connect(State(service): State<Service>, headers: HeaderMap) -> Result<Response, Failure> {
    let Some(session) = clicked(&service, &headers) else {
        return Ok(StatusCode::FORBIDDEN.into_response());
    };
    let (attempt, token) = service.begin(session).await?;
    let done = attempt.target_origin(service.done.clone())?;
    let url = service.cyclr.connector_auth_url().id(service.id).token(token).target_origin(done);
    Ok(url.build().into_redirect()?)
}

/// The click, by script: what the window needs to know.
async fn connect_in_popup(
    State(service): State<Service>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Some(session) = clicked(&service, &headers) else {
        return Ok(StatusCode::FORBIDDEN.into_response());
    };
    let (attempt, token) = service.begin(session).await?;
    let listener = PopupListener::new(service.cyclr.service_domain(), &attempt);
    Ok(listener.into_response(token, service.page.clone())?)
}

/// The user is back, and presents the attempt.
async fn done(
    State(service): State<Service>,
    headers: HeaderMap,
    Query(query): Query<Vec<(String, String)>>,
) -> impl IntoResponse {
    let presented = query.iter().find(|(name, _)| name == ConnectAttempt::QUERY_PARAMETER);
    let presented = presented.map_or("", |(_, value)| value);
    // Nothing is completed without a session.
    let session = session(&headers).unwrap_or_default();
    let (status, text) = match service.attempts.complete(presented, session, &service.cyclr).await {
        Ok(completed) => (StatusCode::OK, format!("{} is connected.", completed.state.name)),
        Err(error @ (AttemptError::Cyclr(_) | AttemptError::Store(_))) => {
            (StatusCode::SERVICE_UNAVAILABLE, format!("Load this page again: {error}."))
        }
        // If it is `OtherSession`, of another account, a real service deauthenticates that one's connector.
        Err(error) => (StatusCode::CONFLICT, format!("Not connected: {error}.")),
    };
    (status, PageHeaders::new().into_headers(), text)
}

async fn script() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/javascript")], PopupListener::MODULE)
}

fn session(headers: &HeaderMap) -> Option<&str> {
    headers.get(COOKIE)?.to_str().ok().and_then(frameworks::session)
}

/// The session of a user who has clicked on a page of this service.
fn clicked<'a>(service: &Service, headers: &'a HeaderMap) -> Option<&'a str> {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let own = service.is_from_own_page(header("sec-fetch-site"), header("origin"));
    session(headers).filter(|_| own)
}

struct Failure(Box<dyn Error>);

impl<E: Into<Box<dyn Error>>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        // No secrets are in it.
        eprintln!("{}", self.0);
        (StatusCode::BAD_GATEWAY, "This did not work. Try again.").into_response()
    }
}
