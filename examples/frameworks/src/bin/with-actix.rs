//! A service on actix-web whose users connect Salesforce through Cyclr:
//! `cargo run -p frameworks --bin with-actix`.
//!
//! actix-web 4 has the types of `http` 0.2, and the library those of `http` 1: `convert` and `start` are
//! all that is between them.

use std::error::Error;
use std::net::TcpListener;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, COOKIE, SET_COOKIE};
use actix_web::web::{Data, Query, get, post};
use actix_web::{App, HttpRequest, HttpResponse, HttpResponseBuilder, HttpServer};
use cyclr_oauth::{AttemptError, ConnectAttempt, PageHeaders, PopupListener};
use cyclr_sandbox::Sandbox;
use frameworks::Service;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    serve(TcpListener::bind("127.0.0.1:3000")?, &Sandbox::start().await).await
}

pub(crate) async fn serve(listener: TcpListener, sandbox: &Sandbox) -> Result<(), Box<dyn Error>> {
    let service = Data::new(Service::new(listener.local_addr()?, sandbox)?);
    let app = move || {
        App::new()
            .app_data(service.clone())
            .route("/", get().to(page))
            .route("/connect", post().to(connect))
            .route("/connect/popup", post().to(connect_in_popup))
            .route("/done", get().to(done))
            .route("/cyclr-connect.js", get().to(script))
    };
    Ok(HttpServer::new(app).listen(listener)?.run().await?)
}

/// An answer of the library, as one of actix-web.
fn convert(answer: http::Response<String>) -> HttpResponse {
    let (parts, body) = answer.into_parts();
    start(parts.status, &parts.headers).body(body)
}

/// The same without a body. Headers are copied byte by byte: `Location` is a URL that can be used once, and has
/// to stay as it is. It is no longer marked as sensitive, so don't log it.
fn start(status: http::StatusCode, headers: &http::HeaderMap) -> HttpResponseBuilder {
    let status = StatusCode::from_u16(status.as_u16());
    let mut answer = HttpResponse::build(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
    for (name, value) in headers {
        answer.append_header((name.as_str(), value.as_bytes()));
    }
    answer
}

/// The page with the buttons. It makes the session, if there is none.
async fn page(request: HttpRequest) -> Result<HttpResponse, Box<dyn Error>> {
    let page = PageHeaders::new();
    let html = frameworks::page(page.nonce());
    let mut answer = start(http::StatusCode::OK, &page.into_headers());
    if session(&request).is_none() {
        answer.insert_header((SET_COOKIE, frameworks::new_session()?));
    }
    Ok(answer.insert_header((CONTENT_TYPE, "text/html; charset=utf-8")).body(html))
}

/// The click, without script: on to Cyclr.
async fn connect(
    service: Data<Service>,
    request: HttpRequest,
) -> Result<HttpResponse, Box<dyn Error>> {
    let Some(session) = clicked(&service, &request) else {
        return Ok(HttpResponse::Forbidden().finish());
    };
    let (attempt, token) = service.begin(session).await?;
    let done = attempt.target_origin(service.done.clone())?;
    let url = service.cyclr.connector_auth_url().id(service.id).token(token).target_origin(done);
    Ok(convert(url.build().into_redirect()?))
}

/// The click, by script: what the window needs to know.
async fn connect_in_popup(
    service: Data<Service>,
    request: HttpRequest,
) -> Result<HttpResponse, Box<dyn Error>> {
    let Some(session) = clicked(&service, &request) else {
        return Ok(HttpResponse::Forbidden().finish());
    };
    let (attempt, token) = service.begin(session).await?;
    let listener = PopupListener::new(service.cyclr.service_domain(), &attempt);
    Ok(convert(listener.into_response(token, service.page.clone())?))
}

/// The user is back, and presents the attempt.
async fn done(
    service: Data<Service>,
    request: HttpRequest,
    query: Query<Vec<(String, String)>>,
) -> HttpResponse {
    let presented = query.iter().find(|(name, _)| name == ConnectAttempt::QUERY_PARAMETER);
    let presented = presented.map_or("", |(_, value)| value);
    // Nothing is completed without a session.
    let session = session(&request).unwrap_or_default();
    let (status, text) = match service.attempts.complete(presented, session, &service.cyclr).await {
        Ok(completed) => (http::StatusCode::OK, format!("{} is connected.", completed.state.name)),
        Err(error @ (AttemptError::Cyclr(_) | AttemptError::Store(_))) => {
            (http::StatusCode::SERVICE_UNAVAILABLE, format!("Load this page again: {error}."))
        }
        // If it is `OtherSession`, of another account, a real service deauthenticates that one's connector.
        Err(error) => (http::StatusCode::CONFLICT, format!("Not connected: {error}.")),
    };
    let mut answer = start(status, &PageHeaders::new().into_headers());
    answer.insert_header((CONTENT_TYPE, "text/plain; charset=utf-8")).body(text)
}

async fn script() -> HttpResponse {
    HttpResponse::Ok().insert_header((CONTENT_TYPE, "text/javascript")).body(PopupListener::MODULE)
}

fn session(request: &HttpRequest) -> Option<&str> {
    request.headers().get(COOKIE)?.to_str().ok().and_then(frameworks::session)
}

/// The session of a user who has clicked on a page of this service.
fn clicked<'a>(service: &Service, request: &'a HttpRequest) -> Option<&'a str> {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let own = service.is_from_own_page(header("sec-fetch-site"), header("origin"));
    session(request).filter(|_| own)
}
