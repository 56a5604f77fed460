//! The way of a request: recorded, met by a fault or not, answered, logged.

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::body::{self, Body};
use axum::response::IntoResponse as _;
use bytes::Bytes;
use http::header::{CONNECTION, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderValue, Request, Response, StatusCode, Uri, uri};
use hyper::body::Incoming;
use tower_service::Service as _;

use crate::api::in_switched_form;
use crate::faults;
use crate::record::{Origin, RecordedRequest, shown_method, shown_path};
use crate::shared::Shared;
use crate::state::Refusal;

const NO_SNIFF: HeaderValue = HeaderValue::from_static("nosniff");

pub(super) async fn handle(
    shared: &Arc<Shared>,
    origin: Origin,
    router: Router,
    request: Request<Incoming>,
) -> io::Result<Response<Body>> {
    let (mut parts, body) = request.into_parts();
    let body = body::to_bytes(Body::new(body), shared.limits.request_body).await;
    let received = body.as_deref().unwrap_or(&[]);
    let (kept, _) = received.split_at(received.len().min(shared.limits.recorded_body));
    let (method, path) = (parts.method.clone(), parts.uri.path().to_owned());
    let number = shared.requests().add(RecordedRequest {
        origin,
        method: method.clone(),
        path: path.clone(),
        query: parts.uri.query().map(str::to_owned),
        headers: parts.headers.clone(),
        // A copy, since a slice would keep the whole in memory.
        body: Bytes::copy_from_slice(kept),
        body_len: received.len(),
        status: None,
        time: shared.clock.now(),
    });

    parts.uri = in_lower_case(parts.uri);
    let process = async move {
        let Ok(body) = body else {
            let limit = shared.limits.request_body;
            let message = format!("The body is longer than {limit} bytes, or broke off.");
            let refusal = Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, message);
            // What is left of the body is not read, so the connection can't serve another request.
            return ([(CONNECTION, "close")], refusal).into_response();
        };
        parts.extensions.insert(Arc::clone(shared));
        route(router, Request::from_parts(parts, Body::from(body))).await
    };
    let process = async { in_switched_form(shared, process.await) };
    let answer = match shared.faults.choose(method.as_str(), &path) {
        Some(fault) => faults::answer(&shared.clock, &shared.holds, fault, process).await,
        None => Ok(process.await),
    };
    let answer = answer.map(|mut answer| {
        if origin == Origin::Api {
            // On every answer of the API (observed).
            answer.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, NO_SNIFF);
        }
        answer
    });
    let status = answer.as_ref().ok().map(|it| it.status().as_u16());
    shared.requests().change(number, |it| it.status = status);
    let status = status.map_or_else(|| "reset".to_owned(), |it| it.to_string());
    let (method, path) = (shown_method(&method), shown_path(&path));
    tracing::info!(?origin, method = %method, path, %status, "request");
    answer
}

async fn route(mut router: Router, request: Request<Body>) -> Response<Body> {
    // A router is always ready.
    let Ok(answer) = router.call(request).await;
    answer
}

/// Routes are matched without regard to case; what follows `accounts` is an id, whose case counts.
fn in_lower_case(uri: Uri) -> Uri {
    let mut is_id = false;
    let segments = uri.path().split('/').map(|segment| {
        let lower = if is_id { segment.to_owned() } else { segment.to_ascii_lowercase() };
        is_id = lower == "accounts" && !is_id;
        lower
    });
    let mut path_and_query = segments.collect::<Vec<_>>().join("/");
    if let Some(query) = uri.query() {
        path_and_query.push('?');
        path_and_query.push_str(query);
    }
    let mut parts = uri::Parts::default();
    parts.path_and_query = path_and_query.parse().ok();
    Uri::from_parts(parts).unwrap_or(uri)
}
