//! [`Connection`]: carries requests, one at a time over HTTP/1.1, many at once over HTTP/2.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::header::{HOST, HeaderValue};
use http::{Request, Response, Uri, Version};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::client::conn::{TrySendError, http1, http2};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::sync::OwnedSemaphorePermit;
use tokio::task::AbortHandle;

use crate::client::hyper::connect::Stream;

pub(super) type Outgoing = Request<Full<Bytes>>;

/// How often an HTTP/2 connection with open requests is probed, and how long a reply may take. Half
/// the limit of a try, so that the next try doesn't use a dead connection.
const PROBE: Duration = Duration::from_secs(5);

/// An HTTP/1.1 connection.
pub(super) struct Http1 {
    sender: http1::SendRequest<Full<Bytes>>,
    task: AbortHandle,
    /// Whether a response has been read to its end.
    between_requests: bool,
}

impl Http1 {
    pub(super) async fn start(stream: Box<dyn Stream>) -> hyper::Result<Self> {
        let (sender, connection) = http1::Builder::new().handshake(stream).await?;
        let task = tokio::spawn(async move { drop(connection.await) }).abort_handle();
        Ok(Self { sender, task, between_requests: true })
    }

    pub(super) async fn send(
        &mut self,
        mut request: Outgoing,
        uri: &Uri,
        host: &HeaderValue,
    ) -> Result<Response<Incoming>, TrySendError<Outgoing>> {
        let path = uri.path_and_query().cloned();
        *request.uri_mut() = path.map_or_else(Uri::default, Uri::from);
        *request.version_mut() = Version::HTTP_11;
        request.headers_mut().insert(HOST, host.clone());
        self.between_requests = false;
        self.sender.try_send_request(request).await
    }

    /// Records that the response has been read.
    pub(super) fn finish(&mut self) {
        self.between_requests = true;
    }

    /// Whether the connection can carry a request now.
    pub(super) fn is_ready(&self) -> bool {
        self.sender.is_ready()
    }

    pub(super) fn is_closed(&self) -> bool {
        self.sender.is_closed()
    }

    pub(super) async fn ready(&mut self) -> hyper::Result<()> {
        self.sender.ready().await
    }
}

impl Drop for Http1 {
    fn drop(&mut self) {
        // Nobody waits for the response: close the socket at once.
        if !self.between_requests {
            self.task.abort();
        }
    }
}

/// An HTTP/2 connection, which many requests share.
#[derive(Clone)]
pub(super) struct Http2 {
    sender: http2::SendRequest<Full<Bytes>>,
    /// The number of requests whose response has been read.
    answered: Arc<AtomicU64>,
}

impl Http2 {
    pub(super) async fn start(
        stream: Box<dyn Stream>,
        permit: OwnedSemaphorePermit,
    ) -> hyper::Result<Self> {
        let (sender, connection) = http2::Builder::new(TokioExecutor::new())
            .timer(TokioTimer::new())
            .keep_alive_interval(PROBE)
            .keep_alive_timeout(PROBE)
            .handshake(stream)
            .await?;
        tokio::spawn(async move {
            let _counts_until_it_is_closed = permit;
            drop(connection.await);
        });
        Ok(Self { sender, answered: Arc::default() })
    }

    pub(super) fn answered(&self) -> u64 {
        self.answered.load(Ordering::Relaxed)
    }

    /// Records that a response has been read.
    pub(super) fn finish(&self) {
        self.answered.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) async fn send(
        &mut self,
        mut request: Outgoing,
        uri: &Uri,
    ) -> Result<Response<Incoming>, TrySendError<Outgoing>> {
        *request.uri_mut() = uri.clone();
        *request.version_mut() = Version::HTTP_2;
        request.headers_mut().remove(HOST);
        self.sender.try_send_request(request).await
    }

    pub(super) fn is_closed(&self) -> bool {
        self.sender.is_closed()
    }
}
