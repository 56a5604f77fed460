//! [`Pool`]: limits connections, and selects one for each request.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::{Mutex as AsyncMutex, OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until, timeout, timeout_at};

use crate::api::TransportError;
use crate::client::hyper::connect::Connector;
use crate::client::hyper::connection::{Http1, Http2};
use crate::client::hyper::failure::no_connection;
use crate::client::hyper::http_options::HttpOptions;
use crate::client::hyper::idle::Idle;

/// How long a connection may take to become ready again after a response.
const SETTLING: Duration = Duration::from_secs(1);

/// No unused connection stays open longer, and no request waits longer for one.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

pub(super) struct Pool {
    connector: Connector,
    max_connections: usize,
    max_idle_connections: usize,
    idle_timeout: Duration,
    connect_timeout: Duration,
    /// One permit for each connection that may be opened.
    permits: Arc<Semaphore>,
    idle: Mutex<Idle>,
    /// Whether one connection may be enough: over HTTP/2, or while the protocol isn't known yet.
    may_share: AtomicBool,
    /// Held while opening the connection that others may share.
    opening: AsyncMutex<()>,
    /// How often opening it has failed.
    failures: AtomicU64,
}

/// The right to open the connection that others may share.
type Turn<'p> = tokio::sync::MutexGuard<'p, ()>;

/// A connection for one request.
pub(super) enum Lease {
    Alone { connection: Http1, permit: OwnedSemaphorePermit, is_new: bool },
    Shared { connection: Http2, generation: u64, is_new: bool },
}

impl Pool {
    pub(super) fn new(connector: Connector, options: &HttpOptions, is_https: bool) -> Self {
        let max_connections = options.max_connections.min(Semaphore::MAX_PERMITS);
        Self {
            connector,
            max_connections,
            max_idle_connections: options.max_idle_connections,
            idle_timeout: options.idle_timeout.min(DAY),
            connect_timeout: options.connect_timeout.min(DAY),
            permits: Arc::new(Semaphore::new(max_connections)),
            idle: Mutex::default(),
            may_share: AtomicBool::new(is_https && options.http2),
            opening: AsyncMutex::new(()),
            failures: AtomicU64::new(0),
        }
    }

    fn idle(&self) -> MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns an open connection or opens a new one, all within the time to connect.
    pub(super) async fn lease(self: &Arc<Self>) -> Result<Lease, TransportError> {
        if let Some(lease) = self.shared() {
            return Ok(lease);
        }
        let until = Instant::now() + self.connect_timeout;
        // While it isn't known whether one connection is enough, one task opens it and the others
        // wait. Without a permit yet, which the connection keeps.
        let turn = if self.may_share() { self.turn(until).await? } else { None };
        if let Some(lease) = self.shared() {
            return Ok(lease);
        }
        let permit = self.permit(until).await?;
        let unused = self.idle().take(self.idle_timeout);
        if let Some(connection) = unused {
            return Ok(Lease::Alone { connection, permit, is_new: false });
        }
        let lease = self.open(permit, until).await;
        if lease.is_err() {
            self.failures.fetch_add(1, Ordering::Relaxed);
        }
        drop(turn);
        lease
    }

    fn may_share(&self) -> bool {
        self.may_share.load(Ordering::Relaxed)
    }

    fn shared(&self) -> Option<Lease> {
        if !self.may_share() {
            return None;
        }
        let (connection, generation) = self.idle().shared(self.idle_timeout)?;
        Some(Lease::Shared { connection, generation, is_new: false })
    }

    /// Every connection holds a permit, open or opening, except the unused ones. Those are taken
    /// first, so that there are never more connections than permits.
    async fn permit(&self, until: Instant) -> Result<OwnedSemaphorePermit, TransportError> {
        if let Ok(permit) = Arc::clone(&self.permits).try_acquire_owned() {
            return Ok(permit);
        }
        let free = Arc::clone(&self.permits).acquire_owned();
        match timeout_at(until, free).await {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(_)) | Err(_) => Err(self.not_in_time()),
        }
    }

    /// Waits for the turn to open the connection that others may share; `None` if taking turns
    /// isn't needed.
    async fn turn(&self, until: Instant) -> Result<Option<Turn<'_>>, TransportError> {
        let failures = self.failures.load(Ordering::Relaxed);
        let turn = timeout_at(until, self.opening.lock()).await.map_err(|_| self.not_in_time())?;
        // A task that waited for a failed connection doesn't wait for the next one to fail.
        let is_alone = self.may_share() && failures == self.failures.load(Ordering::Relaxed);
        Ok(is_alone.then_some(turn))
    }

    fn not_in_time(&self) -> TransportError {
        let after = self.connect_timeout;
        TransportError::connect(if self.permits.available_permits() == 0 {
            NoConnection::AllInUse { connections: self.max_connections, after }
        } else {
            NoConnection::NotInTime { after }
        })
    }

    async fn open(
        self: &Arc<Self>,
        permit: OwnedSemaphorePermit,
        until: Instant,
    ) -> Result<Lease, TransportError> {
        let opened = timeout_at(until, async {
            let stream = self.connector.connect().await.map_err(no_connection)?;
            let is_http2 = stream.connected().is_negotiated_h2();
            self.may_share.store(is_http2, Ordering::Relaxed);
            if is_http2 {
                let connection = Http2::start(stream, permit).await;
                let connection = connection.map_err(TransportError::connect)?;
                let (generation, needs_cleaning) = self.idle().share(connection.clone());
                if needs_cleaning {
                    self.keep_clean();
                }
                Ok(Lease::Shared { connection, generation, is_new: true })
            } else {
                let connection = Http1::start(stream).await;
                let connection = connection.map_err(TransportError::connect)?;
                Ok(Lease::Alone { connection, permit, is_new: true })
            }
        });
        opened.await.unwrap_or_else(|_| Err(self.not_in_time()))
    }

    /// Takes back a connection whose response has been read.
    pub(super) fn put_back(self: &Arc<Self>, mut connection: Http1, permit: OwnedSemaphorePermit) {
        connection.finish();
        if connection.is_ready() {
            self.put(connection);
            drop(permit);
        } else if !connection.is_closed() {
            let pool = Arc::clone(self);
            tokio::spawn(async move {
                if let Ok(Ok(())) = timeout(SETTLING, connection.ready()).await {
                    pool.put(connection);
                }
                drop(permit);
            });
        }
    }

    fn put(self: &Arc<Self>, connection: Http1) {
        if self.idle().put(connection, self.max_idle_connections) {
            self.keep_clean();
        }
    }

    /// Stops sharing that connection with new requests.
    pub(super) fn unshare(&self, generation: u64) {
        self.idle().unshare(generation);
    }

    /// Starts the task that closes unused connections.
    fn keep_clean(self: &Arc<Self>) {
        let cleaning = Cleaning(Arc::downgrade(self));
        tokio::spawn(async move {
            while let Some(next) = cleaning.clean() {
                sleep_until(next).await;
            }
        });
    }
}

/// The runtime may drop this task before it ends.
struct Cleaning(Weak<Pool>);

impl Cleaning {
    fn clean(&self) -> Option<Instant> {
        let pool = self.0.upgrade()?;
        pool.idle().close_unused(pool.idle_timeout)
    }
}

impl Drop for Cleaning {
    fn drop(&mut self) {
        if let Some(pool) = self.0.upgrade() {
            pool.idle().end_cleaning();
        }
    }
}

/// Why there is no connection.
#[derive(Clone, Copy, Debug)]
enum NoConnection {
    AllInUse { connections: usize, after: Duration },
    NotInTime { after: Duration },
}

impl fmt::Display for NoConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AllInUse { connections, after } => {
                write!(f, "all {connections} connections were in use for {after:?}")
            }
            Self::NotInTime { after } => write!(f, "connecting took more than {after:?}"),
        }
    }
}

impl std::error::Error for NoConnection {}
