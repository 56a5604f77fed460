//! The thread that runs the async client's work while the caller waits.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::{Request, Response};
use tokio::runtime::{Builder, EnterGuard, Runtime};

use crate::api::{Body, HttpTransport, TransportError};
use crate::client::{Clock, HyperTransport, since_start};
use crate::values::UtcTimestamp;

/// A runtime on its own thread.
pub(super) struct Background(Option<Runtime>);

impl Background {
    pub(super) fn new() -> std::io::Result<Arc<Self>> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("cyclr-oauth")
            .enable_all()
            .build()?;
        Ok(Arc::new(Self(Some(runtime))))
    }

    /// Until the guard is dropped, what the calling thread waits for has this runtime's timers and tasks.
    pub(super) fn enter(&self) -> Option<EnterGuard<'_>> {
        self.0.as_ref().map(Runtime::enter)
    }

    /// Runs work on that thread. The returned future runs on any executor.
    async fn run<T, F>(&self, work: F) -> Option<T>
    where
        T: Send + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        struct AbortOnDrop<T>(tokio::task::JoinHandle<T>);

        impl<T> Drop for AbortOnDrop<T> {
            fn drop(&mut self) {
                self.0.abort();
            }
        }

        let mut task = AbortOnDrop(self.0.as_ref()?.spawn(work));
        (&mut task.0).await.ok()
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
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
        self.0.run(async move { tokio::time::sleep(duration).await }).await;
    }
}

/// Runs the transport on that thread.
pub(super) struct InBackground {
    pub(super) background: Arc<Background>,
    pub(super) transport: HyperTransport,
}

impl HttpTransport for InBackground {
    async fn send(
        &self,
        request: Request<Body>,
        max_body: usize,
    ) -> Result<Response<Body>, TransportError> {
        let transport = self.transport.clone();
        let sent = self.background.run(async move { transport.send(request, max_body).await });
        sent.await.unwrap_or_else(|| {
            Err(TransportError::broken(std::io::Error::other("the thread that sends is gone")))
        })
    }
}
