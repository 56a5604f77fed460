//! Serving, with limits that `axum::serve` does not have: on time and on connections.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tower_service::Service as _;

use super::guard::by_script;
use super::problem::too_slow;

/// What a client may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For the headers of a request, and between two requests of a connection.
    pub headers: Duration,
    /// For the rest of a request and its answer. Longer than a call to Cyclr may take.
    pub request: Duration,
    /// Open connections at a time. More have to wait.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        let (headers, request) = (Duration::from_secs(15), Duration::from_secs(45));
        Self { headers, request, connections: 1_000 }
    }
}

/// Serves until `stop`, then finishes the requests that have begun.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    stop: impl Future<Output = ()>,
) {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(limits.connections));
    let accept = async {
        loop {
            // The semaphore is never closed.
            let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
            let stream = match listener.accept().await {
                Ok((stream, _)) => stream,
                Err(error) => {
                    pause_after(&error).await;
                    continue;
                }
            };
            let router = router.clone();
            let service =
                service_fn(move |request| answer(router.clone(), request, limits.request));
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(limits.headers)
                .serve_connection(TokioIo::new(stream), service);
            let connection = graceful.watch(connection);
            tokio::spawn(async move {
                let _place = place;
                // A client that hangs up isn't an error.
                let _ = connection.await;
            });
        }
    };
    tokio::select! {
        () = accept => {}
        () = stop => {}
    }
    let _ = timeout(limits.request, graceful.shutdown()).await;
}

async fn answer(
    mut router: Router,
    request: Request<Incoming>,
    within: Duration,
) -> Result<Response, Infallible> {
    let by_script = by_script(request.headers());
    match timeout(within, router.call(request.map(Body::new))).await {
        Ok(answer) => answer,
        Err(_) => Ok(too_slow(by_script)),
    }
}

/// Without free file descriptors, asking at once would only use up the processor.
async fn pause_after(error: &io::Error) {
    let is_the_clients = matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionRefused
    );
    if !is_the_clients {
        tracing::warn!(%error, "no connection can be accepted");
        sleep(Duration::from_secs(1)).await;
    }
}
