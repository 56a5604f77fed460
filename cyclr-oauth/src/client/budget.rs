//! [`Budget`]: how many tries beyond the first all calls of a client may make.

use std::sync::atomic::{AtomicU32, Ordering};

/// What one further try costs: as much as five calls bring.
const TRY: u32 = 5;
/// What is there at the start, and at most: ten further tries.
const FULL: u32 = 10 * TRY;

/// How many tries beyond the first all calls of a client may make.
///
/// While nothing succeeds, five calls pay for one try, so that a server that is out of order gets at most
/// a fifth more requests than there are calls. Each success pays for another one, so that those who wait
/// come back as fast as the server answers.
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

    /// Whether there is enough for a try, which is paid then.
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
