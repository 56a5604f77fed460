//! Connections: accepted, and served until they end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};

use super::exchange::handle;
use super::socket::Socket;
use crate::record::Origin;
use crate::shared::Shared;

pub(super) async fn accept(
    listener: TcpListener,
    origin: Origin,
    router: Router,
    shared: Arc<Shared>,
) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let connection = connection(stream, origin, router.clone(), Arc::clone(&shared));
                tokio::spawn(connection);
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
    // Without it small answers wait for the client's acknowledgements.
    let _ = stream.set_nodelay(true);
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
