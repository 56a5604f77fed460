//! [`Hold`]: a request that only time releases.

use std::sync::Arc;

use super::timers::{SharedTimers, Timers};

/// Counts a request as held for as long as it lives.
pub(crate) struct Hold {
    shared: Arc<SharedTimers>,
    number: u64,
}

impl Hold {
    pub(super) fn new(shared: Arc<SharedTimers>) -> Self {
        let number = shared.change(Timers::hold);
        Self { shared, number }
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.shared.change(|timers| timers.release(self.number));
    }
}
