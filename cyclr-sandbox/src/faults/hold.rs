//! [`HoldCount`]: how many requests are held.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

#[derive(Clone, Debug, Default)]
pub(crate) struct HoldCount(Arc<AtomicUsize>);

impl HoldCount {
    pub(crate) fn now(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }

    pub(super) fn hold(&self) -> Hold {
        self.0.fetch_add(1, Ordering::SeqCst);
        Hold(self.clone())
    }
}

/// Counts a request as held for as long as it lives.
#[derive(Debug)]
pub(super) struct Hold(HoldCount);

impl Drop for Hold {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::SeqCst);
    }
}
