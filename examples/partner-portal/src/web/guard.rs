//! What is refused before any page sees it.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::Method;
use http::header::HOST;

use super::Portal;
use super::problem::Problem;

/// The portal answers under one name, and changes nothing at another site's request.
pub(super) async fn guard(State(portal): State<Portal>, request: Request, next: Next) -> Response {
    match refuse(&portal, &request) {
        Some(refusal) => refusal,
        None => next.run(request).await,
    }
}

fn refuse(portal: &Portal, request: &Request) -> Option<Response> {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    // Cookies and the page that Cyclr leads back to belong to that one name. It also keeps out those who let
    // a name of their own lead here.
    if header(HOST.as_str()) != Some(portal.address.authority()) {
        let path = request.uri().path_and_query().map_or("/", |it| it.as_str());
        return Some(if reads {
            Redirect::temporary(&format!("{}{path}", portal.address.as_str())).into_response()
        } else {
            Problem::WrongHost.into_response()
        });
    }
    // Beside the forms' own token. `Origin` would not do: it is `null` on pages without a referrer.
    let crosses = header("sec-fetch-site").is_some_and(|site| site != "same-origin");
    (!reads && crosses).then(|| Problem::Forged.into_response())
}
