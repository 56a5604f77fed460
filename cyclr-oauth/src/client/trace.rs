//! What a client says to `tracing`, if that feature is on: a span for each call, by its route and
//! not its path, and an event for each retry.

use std::future::Future;
use std::time::Duration;

use crate::Error;
use crate::api::Operation;

#[cfg(feature = "tracing")]
pub(super) async fn call<T, F>(operation: &Operation, call: F) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    use tracing::Instrument;

    let span = tracing::debug_span!("cyclr", %operation);
    let result = call.instrument(span.clone()).await;
    if let Err(error) = &result {
        tracing::debug!(parent: &span, %error, "failed");
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
pub(super) fn retry(operation: &Operation, error: &Error, pause: Duration) {
    tracing::info!(%operation, %error, ?pause, "trying again");
}

#[cfg(not(feature = "tracing"))]
pub(super) fn retry(_: &Operation, _: &Error, _: Duration) {}
