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
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
#[cfg(feature = "tls")]
use tokio::time::timeout;

use super::exchange::handle;
use super::socket::Socket;
#[cfg(feature = "control")]
use crate::control::{self, ControlRouter};
use crate::record::Origin;
use crate::shared::Shared;
#[cfg(feature = "tls")]
use crate::tls::Tls;

/// What serves one of the origins.
#[derive(Clone)]
pub(super) struct Server {
    pub(super) origin: Origin,
    pub(super) router: Router,
    pub(super) shared: Arc<Shared>,
    #[cfg(feature = "tls")]
    pub(super) tls: Option<Tls>,
}

pub(super) async fn accept(listener: TcpListener, server: Server) {
    loop {
        let stream = next(&listener).await;
        tokio::spawn(connection(stream, server.clone()));
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

async fn connection(stream: TcpStream, server: Server) {
    let reset = Arc::new(AtomicBool::new(false));
    let socket = Socket::new(stream, Arc::clone(&reset));
    #[cfg(feature = "tls")]
    if let Some(tls) = server.tls.clone() {
        // Longer than any handshake; a client that says nothing goes.
        let handshake = timeout(Duration::from_secs(10), tls.acceptor.accept(socket));
        match handshake.await {
            Ok(Ok(stream)) => serve(stream, reset, server).await,
            Ok(Err(error)) => tracing::warn!(%error, "a TLS handshake failed"),
            Err(_) => tracing::debug!("a TLS handshake took too long"),
        }
        return;
    }
    serve(socket, reset, server).await;
}

async fn serve<S>(stream: S, reset: Arc<AtomicBool>, server: Server)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let Server { origin, router, shared, .. } = server;
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
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // Clients go away, and faults break connections off: neither is news.
    if let Err(error) = connection.await {
        tracing::debug!(%error, "a connection ended early");
    }
}
