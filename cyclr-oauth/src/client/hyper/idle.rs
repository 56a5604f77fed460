//! [`Idle`]: unused connections, and the one that all requests can share.

use std::time::Duration;

use tokio::time::Instant;

use crate::client::hyper::connection::{Http1, Http2};

#[derive(Default)]
pub(super) struct Idle {
    /// The most recently used one is last, and is used next.
    unused: Vec<(Http1, Instant)>,
    shared: Option<Shared>,
    /// How many shared connections there have been.
    generation: u64,
    /// Whether a task is closing unused connections.
    is_cleaned: bool,
}

struct Shared {
    connection: Http2,
    generation: u64,
    used: Instant,
}

impl Idle {
    /// Takes a connection that can carry a request.
    pub(super) fn take(&mut self, timeout: Duration) -> Option<Http1> {
        let now = Instant::now();
        while let Some((connection, used)) = self.unused.pop() {
            if connection.is_ready() && now.saturating_duration_since(used) < timeout {
                return Some(connection);
            }
        }
        None
    }

    /// Keeps a connection. Returns whether to start the task that closes unused ones.
    pub(super) fn put(&mut self, connection: Http1, most: usize) -> bool {
        if self.unused.len() >= most {
            return false;
        }
        self.unused.push((connection, Instant::now()));
        !std::mem::replace(&mut self.is_cleaned, true)
    }

    /// The shared connection, and its number.
    pub(super) fn shared(&mut self, timeout: Duration) -> Option<(Http2, u64)> {
        let shared = self.shared.as_mut()?;
        let now = Instant::now();
        if shared.connection.is_closed() || now.saturating_duration_since(shared.used) >= timeout {
            self.shared = None;
            return None;
        }
        shared.used = now;
        Some((shared.connection.clone(), shared.generation))
    }

    /// Shares a connection. Returns its number, and whether to start the task that closes unused
    /// ones.
    pub(super) fn share(&mut self, connection: Http2) -> (u64, bool) {
        self.generation += 1;
        let generation = self.generation;
        self.shared = Some(Shared { connection, generation, used: Instant::now() });
        (generation, !std::mem::replace(&mut self.is_cleaned, true))
    }

    /// Stops sharing that connection with new requests. Requests on it continue.
    pub(super) fn unshare(&mut self, generation: u64) {
        self.shared.take_if(|shared| shared.generation == generation);
    }

    /// Closes connections that have been unused for this long, and returns when to look again.
    pub(super) fn close_unused(&mut self, timeout: Duration) -> Option<Instant> {
        let now = Instant::now();
        let young = |used: &Instant| now.saturating_duration_since(*used) < timeout;
        self.unused.retain(|(connection, used)| !connection.is_closed() && young(used));
        self.shared.take_if(|shared| shared.connection.is_closed() || !young(&shared.used));
        let unused = self.unused.first().map(|(_, used)| *used);
        let oldest = unused.into_iter().chain(self.shared.as_ref().map(|shared| shared.used)).min();
        self.is_cleaned = oldest.is_some();
        oldest.map(|used| used + timeout)
    }

    /// Records that the task that closes unused connections has ended.
    pub(super) fn end_cleaning(&mut self) {
        self.is_cleaned = false;
    }
}
