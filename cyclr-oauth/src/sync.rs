//! The locks and atomics of what callers share: the standard library's, or a model checker's.
//!
//! `.ci/models` sets one of the two `cfg`s; nothing else does. With them, `tests/models` plays the schedules of
//! threads that take these locks. What waits for a socket is on tokio's own, and isn't modelled.

#[cfg(cyclr_oauth_loom)]
use loom::sync;
#[cfg(cyclr_oauth_shuttle)]
use shuttle::sync;
#[cfg(not(any(cyclr_oauth_loom, cyclr_oauth_shuttle)))]
use std::sync;

pub(crate) use std::sync::PoisonError;

pub(crate) use sync::atomic::{AtomicBool, AtomicU32, Ordering};
pub(crate) use sync::{Mutex, MutexGuard, RwLock};
