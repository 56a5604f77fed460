//! Reports to `tracing`, with that feature: a span for each call, one for each try, and an event
//! for each retry.
//!
//! The names are those of OpenTelemetry's HTTP conventions. The fields hold the route, the host,
//! the status and the class of a failure, but no ids, no secrets, and no text that a server sent.

use std::future::Future;
use std::time::Duration;

use http::Response;
use http::uri::Authority;

use crate::api::{Body, Error, Operation};

#[cfg(feature = "tracing")]
pub(super) async fn call<T, F>(operation: &Operation, call: F) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    use tracing::Instrument;

    let span = tracing::debug_span!(
        "cyclr",
        "http.request.method" = operation.method().as_str(),
        "url.template" = operation.route(),
        "error.type" = tracing::field::Empty,
    );
    let result = call.instrument(span.clone()).await;
    if let Err(error) = &result {
        span.record("error.type", &*error.class());
    }
    result
}

#[cfg(not(feature = "tracing"))]
pub(super) async fn call<T, F>(_: &Operation, call: F) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    call.await
}

#[cfg(feature = "tracing")]
pub(super) async fn one_try<F>(
    operation: &Operation,
    server: &Authority,
    is_https: bool,
    resend: u32,
    sent: F,
) -> Result<Response<Body>, Error>
where
    F: Future<Output = Result<Response<Body>, Error>>,
{
    use tracing::Instrument;
    use tracing::field::Empty;

    let port = server.port_u16().unwrap_or(if is_https { 443 } else { 80 });
    let span = tracing::debug_span!(
        "cyclr_try",
        "otel.kind" = "client",
        "http.request.method" = operation.method().as_str(),
        "url.template" = operation.route(),
        "server.address" = server.host(),
        "server.port" = port,
        "http.request.resend_count" = (resend > 0).then_some(resend),
        "http.response.status_code" = Empty,
        "error.type" = Empty,
    );
    let result = sent.instrument(span.clone()).await;
    match &result {
        Ok(response) => {
            let status = response.status();
            span.record("http.response.status_code", status.as_u16());
            if !status.is_success() {
                span.record("error.type", status.as_str());
            }
        }
        Err(error) => {
            span.record("error.type", &*error.class());
        }
    }
    result
}

#[cfg(not(feature = "tracing"))]
pub(super) async fn one_try<F>(
    _: &Operation,
    _: &Authority,
    _: bool,
    _: u32,
    sent: F,
) -> Result<Response<Body>, Error>
where
    F: Future<Output = Result<Response<Body>, Error>>,
{
    sent.await
}

#[cfg(feature = "tracing")]
pub(super) fn retry(error: &Error, pause: Duration) {
    tracing::info!("error.type" = &*error.class(), ?pause, "trying again");
}

#[cfg(not(feature = "tracing"))]
pub(super) fn retry(_: &Error, _: Duration) {}
