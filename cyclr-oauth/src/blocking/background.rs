//! The thread that runs the async client's work while the caller waits.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, EnterGuard, Handle, Runtime};

use crate::client::{Clock, since_start};
use crate::values::UtcTimestamp;

/// A runtime on its own thread.
pub(super) struct Background {
    handle: Handle,
    /// Taken when it is dropped.
    runtime: Option<Runtime>,
}

impl Background {
    pub(super) fn new() -> std::io::Result<Arc<Self>> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("cyclr-oauth")
            .enable_all()
            .build()?;
        Ok(Arc::new(Self { handle: runtime.handle().clone(), runtime: Some(runtime) }))
    }

    /// Until the guard is dropped, what the calling thread waits for has this runtime's timers and tasks.
    pub(super) fn enter(&self) -> EnterGuard<'_> {
        self.handle.enter()
    }

    pub(super) fn handle(&self) -> Handle {
        self.handle.clone()
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Waiting for the thread would panic inside async code.
            runtime.shutdown_background();
        }
    }
}

/// The system time, with that runtime's timer.
pub(super) struct BackgroundClock(pub(super) Arc<Background>);

impl Clock for BackgroundClock {
    fn now(&self) -> UtcTimestamp {
        UtcTimestamp::now()
    }

    fn monotonic(&self) -> Duration {
        since_start(Instant::now())
    }

    async fn sleep(&self, duration: Duration) {
        let timer = {
            let _entered = self.0.enter();
            tokio::time::sleep(duration)
        };
        timer.await;
    }
}
