//! Connections: accepted, and served until they end.

#[cfg(feature = "control")]
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
#[cfg(feature = "control")]
use axum::body::Body;
#[cfg(feature = "control")]
use http::Request;
#[cfg(feature = "control")]
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};

use super::exchange::handle;
use super::socket::Socket;
#[cfg(feature = "control")]
use crate::control::{self, ControlRouter};
use crate::record::Origin;
use crate::shared::Shared;

pub(super) async fn accept(
    listener: TcpListener,
    origin: Origin,
    router: Router,
    shared: Arc<Shared>,
) {
    loop {
        let stream = next(&listener).await;
        tokio::spawn(connection(stream, origin, router.clone(), Arc::clone(&shared)));
    }
}

/// Neither recorded nor met by faults.
#[cfg(feature = "control")]
pub(super) async fn accept_control(listener: TcpListener, router: ControlRouter) {
    loop {
        let (stream, router) = (next(&listener).await, router.clone());
        tokio::spawn(async move {
            let service = service_fn(move |request: Request<Incoming>| {
                let answer = control::answer(router.clone(), request.map(Body::new));
                async move { Ok::<_, Infallible>(answer.await) }
            });
            let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
}

async fn next(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Without it small answers wait for the client's acknowledgements.
                let _ = stream.set_nodelay(true);
                return stream;
            }
            // Too many open files, perhaps; some are closed before long.
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
    }
}

async fn connection(stream: TcpStream, origin: Origin, router: Router, shared: Arc<Shared>) {
    let reset = Arc::new(AtomicBool::new(false));
    let socket = Socket::new(stream, Arc::clone(&reset));
    let service = service_fn(move |request| {
        let (router, shared, reset) = (router.clone(), Arc::clone(&shared), Arc::clone(&reset));
        async move {
            let answer = handle(&shared, origin, router, request).await;
            if answer.is_err() {
                reset.store(true, Ordering::Relaxed);
            }
            answer
        }
    });
    let connection = http1::Builder::new().serve_connection(TokioIo::new(socket), service);
    // Clients go away, and faults break connections off: neither is news.
    if let Err(error) = connection.await {
        tracing::debug!(%error, "a connection ended early");
    }
}
