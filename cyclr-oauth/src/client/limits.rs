//! A client's time and size limits.

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

/// The monotonic time at which a call must end.
#[derive(Clone, Copy)]
pub(super) struct Deadline(pub(super) Duration);

impl Deadline {
    pub(super) fn left(self, now: Duration) -> Duration {
        self.0.saturating_sub(now)
    }
}
