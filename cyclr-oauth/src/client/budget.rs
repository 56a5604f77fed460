//! [`Budget`]: how many retries all calls of a client may make together.

use crate::sync::{AtomicU32, Ordering};

/// The cost of a retry: as much as five calls earn.
const TRY: u32 = 5;
/// The initial and maximum balance: ten retries.
const FULL: u32 = 10 * TRY;

/// How many retries all calls of a client may make together.
///
/// While nothing succeeds, five calls pay for one retry, so a failing server receives at most a
/// fifth more requests than there are calls. Each success pays for a retry, so waiting calls return
/// as fast as the server responds.
pub(super) struct Budget(AtomicU32);

impl Default for Budget {
    fn default() -> Self {
        Self(AtomicU32::new(FULL))
    }
}

impl Budget {
    pub(super) fn call(&self) {
        self.add(1);
    }

    pub(super) fn success(&self) {
        self.add(TRY);
    }

    /// Pays for a retry if the balance allows it.
    pub(super) fn take(&self) -> bool {
        let pay = |left: u32| left.checked_sub(TRY);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, pay).is_ok()
    }

    fn add(&self, more: u32) {
        if self.0.load(Ordering::Relaxed) < FULL {
            let add = |left: u32| Some(FULL.min(left + more));
            // It never fails.
            let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
        }
    }
}
