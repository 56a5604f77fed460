//! Routes requests to operations.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::body::{self, Body};
use axum::extract::{Path, Request};
use axum::routing::{MethodFilter, on};
use http::header::CONNECTION;
use http::{HeaderValue, Response, StatusCode};
use tower_service::Service as _;

use super::document::document;
use super::guard;
use super::input::Given;
use super::operation::Operation;
use super::operations::operations;
use super::problem::{Problem, json};
use super::state::ControlState;
use crate::shared::Shared;

/// The routes of the control address.
#[derive(Clone)]
pub(crate) struct ControlRouter {
    router: Router,
    limit: usize,
}

impl ControlRouter {
    pub(crate) fn new(shared: &Arc<Shared>) -> Self {
        let state = Arc::new(ControlState::new(Arc::clone(shared), document));
        let mut router = Router::new();
        for operation in operations() {
            router = with_route(router, operation, &state);
        }
        let not_found = || async { Problem::not_found("path; see /openapi.json").into_response() };
        let no_method = || async {
            let message = "this path has other methods; see /openapi.json";
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, message).into_response()
        };
        let router = router.fallback(not_found).method_not_allowed_fallback(no_method);
        Self { router, limit: shared.limits.request_body }
    }
}

#[expect(clippy::expect_used, reason = "the operations' methods are among those of HTTP")]
fn with_route(router: Router, operation: Operation, state: &Arc<ControlState>) -> Router {
    let Operation { method, path, run, .. } = operation;
    let filter = MethodFilter::try_from(method).expect("a method of HTTP");
    let state = Arc::clone(state);
    let handler = move |Path(path): Path<HashMap<String, String>>, request: Request| {
        let (state, run) = (Arc::clone(&state), Arc::clone(&run));
        async move {
            let (parts, body) = request.into_parts();
            // In memory already.
            let body = body::to_bytes(body, usize::MAX).await.unwrap_or_default();
            let query = parts.uri.query().map(str::to_owned);
            let given = Given { path, query, headers: parts.headers, body };
            let answer = async { run(state, &given)?.await }.await;
            match answer {
                Ok(serde_json::Value::Null) => {
                    let mut response = Response::new(Body::empty());
                    *response.status_mut() = StatusCode::NO_CONTENT;
                    response
                }
                Ok(value) => json(StatusCode::OK, &value),
                Err(problem) => problem.into_response(),
            }
        }
    };
    router.route(path, on(filter, handler))
}

/// Checks where a request comes from, reads it, and answers it.
pub(crate) async fn answer(control: ControlRouter, request: Request) -> Response<Body> {
    let ControlRouter { mut router, limit } = control;
    if let Err(problem) = guard::check(request.headers(), request.uri()) {
        return closing(problem);
    }
    let (parts, body) = request.into_parts();
    let Ok(body) = body::to_bytes(body, limit).await else {
        let message = format!("the body is longer than {limit} bytes, or broke off");
        return closing(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, message));
    };
    // A router is always ready.
    let Ok(response) = router.call(Request::from_parts(parts, Body::from(body))).await;
    response
}

/// What is left of the body is not read, so the connection can't serve another request.
fn closing(problem: Problem) -> Response<Body> {
    let mut response = problem.into_response();
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}
