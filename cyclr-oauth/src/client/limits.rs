//! What a client waits for, and what it holds.

use std::time::Duration;

use crate::client::retry::Retry;

#[derive(Clone, Debug)]
pub(crate) struct Limits {
    pub(super) retry: Retry,
    pub(super) timeout: Duration,
    pub(super) deadline: Duration,
    pub(super) max_body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            retry: Retry::default(),
            timeout: Duration::from_secs(10),
            deadline: Duration::from_secs(30),
            max_body: 8 << 20,
        }
    }
}

/// When a call has to end, by the monotonic clock.
#[derive(Clone, Copy)]
pub(super) struct Deadline(pub(super) Duration);

impl Deadline {
    pub(super) fn left(self, now: Duration) -> Duration {
        self.0.saturating_sub(now)
    }
}
