//! A service on actix-web whose users connect Salesforce: `cargo run -p frameworks --bin with-actix`.
use std::error::Error;
use std::net::TcpListener;

use actix_web::web::{Data, Form, get, post, route};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use cyclr_oauth::Returned;
use cyclr_sandbox::Sandbox;
use frameworks::actix::{answer, parts};
use frameworks::{Service, session};
use http::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    serve(TcpListener::bind("127.0.0.1:3000")?, &Sandbox::start().await).await
}

pub(crate) async fn serve(listener: TcpListener, sandbox: &Sandbox) -> Result<(), Box<dyn Error>> {
    let service = Data::new(Service::new(listener.local_addr()?, sandbox)?);
    let app = move || {
        let app = App::new().app_data(service.clone());
        let app = app
            .route("/", get().to(page))
            .route("/cyclr-connect.js", get().to(async || answer(Ok(frameworks::script()))));
        let app = app.route("/connect", post().to(connect)).route("/check", post().to(check));
        let app = app.route("/cancel", post().to(cancel));
        // `done` also gets `HEAD` and all the others, and says that they complete nothing.
        app.route("/done", post().to(done_in_popup)).route("/done", route().to(done))
    };
    Ok(HttpServer::new(app).listen(listener)?.run().await?)
}

async fn page(s: Data<Service>, request: HttpRequest) -> HttpResponse {
    answer(async { s.page(&parts(&request)?).await }.await)
}

async fn connect(s: Data<Service>, request: HttpRequest) -> HttpResponse {
    let begun = async {
        let parts = parts(&request)?;
        let session = s.clicked(&parts)?;
        let begun = s.attempts.begin(&s.cyclr, &s.account, s.id, &session).await?;
        // The page's script asks for JSON; a form without script doesn't.
        if parts.headers.get(ACCEPT).is_some_and(|it| it == "application/json") {
            begun.popup("example_user", &s.page).await
        } else {
            begun.redirect("example_user", &s.done).await
        }
    };
    answer(begun.await)
}

async fn done(s: Data<Service>, request: HttpRequest) -> HttpResponse {
    let see_other = async {
        let parts = parts(&request)?;
        let returned = Returned::by_navigation(&parts)?;
        let completed = s.attempts.complete(&s.cyclr, returned, &session(&parts)?).await?;
        Ok(completed.see_other("/")?)
    };
    answer(see_other.await)
}

type Fields = actix_web::Result<Form<frameworks::Fields>>;

async fn done_in_popup(s: Data<Service>, request: HttpRequest, form: Fields) -> HttpResponse {
    let see_other = async {
        let parts = parts(&request)?;
        let returned = frameworks::presented(&parts, form.ok().as_deref())?;
        let completed = s.attempts.complete(&s.cyclr, returned, &session(&parts)?).await?;
        Ok(completed.see_other("/")?)
    };
    answer(see_other.await)
}

/// Whether the user has finished, for the page's script.
async fn check(s: Data<Service>, request: HttpRequest, form: Fields) -> HttpResponse {
    let ready = async {
        let parts = parts(&request)?;
        let returned = frameworks::presented(&parts, form.ok().as_deref())?;
        let ready = s.attempts.check(&s.cyclr, returned, &session(&parts)?).await?;
        let mut json = Response::new(format!(r#"{{"ready":{ready}}}"#));
        json.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Ok(json)
    };
    answer(ready.await)
}

/// The user has stopped waiting: the server undoes what they had just consented to.
async fn cancel(s: Data<Service>, request: HttpRequest, form: Fields) -> HttpResponse {
    let cancelled = async {
        let parts = parts(&request)?;
        let returned = frameworks::presented(&parts, form.ok().as_deref())?;
        s.attempts.cancel(&s.cyclr, returned, &session(&parts)?).await?;
        let mut response = Response::default();
        *response.status_mut() = StatusCode::NO_CONTENT;
        Ok(response)
    };
    answer(cancelled.await)
}
