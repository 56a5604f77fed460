//! [`HoldCount`]: how many requests are held.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::clock::{self, Clock};

#[derive(Clone, Debug, Default)]
pub(crate) struct HoldCount(Arc<AtomicUsize>);

impl HoldCount {
    pub(crate) fn now(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }

    /// Until time passes: so that the clock knows that the client can only wait.
    pub(super) fn hold(&self, clock: &Clock) -> Hold {
        self.counted(Some(clock.hold()))
    }

    /// For another reason.
    pub(super) fn occupy(&self) -> Hold {
        self.counted(None)
    }

    fn counted(&self, of_clock: Option<clock::Hold>) -> Hold {
        self.0.fetch_add(1, Ordering::SeqCst);
        Hold { count: self.clone(), _of_clock: of_clock }
    }
}

/// Counts a request as held for as long as it lives.
pub(super) struct Hold {
    count: HoldCount,
    _of_clock: Option<clock::Hold>,
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.count.0.fetch_sub(1, Ordering::SeqCst);
    }
}
