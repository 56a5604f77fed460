//! [`Waiters`]: tasks that wait for the same event and are all woken by it.

use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;
use std::task::{Wake, Waker};

use crate::sync::{Mutex, MutexGuard, PoisonError};

/// Waiting tasks. As a waker it wakes them all, so that no task depends on another making progress.
#[derive(Default)]
pub(super) struct Waiters(Mutex<Wakers>);

#[derive(Default)]
struct Wakers {
    wakers: BTreeMap<u64, Waker>,
    keys: u64,
}

/// One waiting task. If it goes away early, the others are woken, since it may have been the one to
/// make progress.
pub(super) struct Waiter {
    waiters: Arc<Waiters>,
    key: u64,
    has_left: bool,
}

impl Waiters {
    pub(super) fn join(self: &Arc<Self>) -> Waiter {
        let mut wakers = self.lock();
        wakers.keys += 1;
        Waiter { waiters: Arc::clone(self), key: wakers.keys, has_left: false }
    }

    fn lock(&self) -> MutexGuard<'_, Wakers> {
        // Nothing under this lock can panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Wake for Waiters {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let wakers = mem::take(&mut self.lock().wakers);
        for waker in wakers.into_values() {
            waker.wake();
        }
    }
}

impl Waiter {
    /// Registers the task to be woken once. Call it before checking whether there is anything to
    /// wait for.
    pub(super) fn wait(&self, waker: &Waker) {
        let waker = waker.clone();
        // Dropping a waker may drop another waiter, which takes the lock.
        let replaced = self.waiters.lock().wakers.insert(self.key, waker);
        drop(replaced);
    }

    /// Leaves normally, with nothing left to do.
    pub(super) fn leave(mut self) {
        self.has_left = true;
    }
}

impl Drop for Waiter {
    fn drop(&mut self) {
        let removed = self.waiters.lock().wakers.remove(&self.key);
        drop(removed);
        if !self.has_left {
            self.waiters.wake_by_ref();
        }
    }
}
