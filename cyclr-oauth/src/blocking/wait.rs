//! Waits for async work on the calling thread.

use std::future::Future;

pub(super) fn wait<T>(work: impl Future<Output = T>) -> T {
    pollster::block_on(work)
}
