//! Moving the time only while everybody waits for it.

use std::error::Error;
use std::fmt;
use std::pin::{Pin, pin};
use std::sync::{Arc, PoisonError};
use std::task::{Context, Poll};
use std::thread;
use std::time::{Duration, Instant};

use super::timers::{SharedTimers, Timers};

/// How much real time there is for a client to start waiting.
const PATIENCE: Duration = Duration::from_secs(5);

/// For 5 seconds of real time nobody waited for the clock, or a try was under way.
///
/// The error of [`Clock::advance_when_waiting`](crate::Clock::advance_when_waiting).
///
/// Most often the client does not have the sandbox's clock: build it by
/// [`Sandbox::client_builder`](crate::Sandbox::client_builder).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NothingWaits;

impl fmt::Display for NothingWaits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "nothing waits for this clock: give it to the client, by `sandbox.client_builder()` or \
             `.clock(sandbox.clock())`, and let the call run at the same time",
        )
    }
}

impl Error for NothingWaits {}

/// Becomes ready while everybody waits, after it has moved the time.
pub(super) struct Watch<F> {
    shared: Arc<SharedTimers>,
    number: Option<u64>,
    until: Instant,
    step: F,
}

impl<F: FnMut(&mut Timers) -> Duration> Watch<F> {
    pub(super) fn new(shared: Arc<SharedTimers>, step: F) -> Self {
        Self { shared, number: None, until: Instant::now() + PATIENCE, step }
    }
}

impl<F: FnMut(&mut Timers) -> Duration + Unpin> Future for Watch<F> {
    type Output = Result<Duration, NothingWaits>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let (number, until, step) = (&mut this.number, this.until, &mut this.step);
        this.shared.change(|timers| {
            if timers.all_wait() {
                return Poll::Ready(Ok(step(timers)));
            }
            if until <= Instant::now() {
                return Poll::Ready(Err(NothingWaits));
            }
            let number = *number.get_or_insert_with(|| timers.number());
            timers.watch(number, context.waker().clone(), until);
            Poll::Pending
        })
    }
}

impl<F> Drop for Watch<F> {
    fn drop(&mut self) {
        if let Some(number) = self.number.take() {
            self.shared.change(|timers| timers.stop_watching(number));
        }
    }
}

/// To the end of the next sleep.
pub(super) fn to_next(timers: &mut Timers) -> Duration {
    let step = timers.next().unwrap_or_default().saturating_sub(timers.time.ran());
    timers.time.advance(step);
    step
}

/// Runs the work, and moves the time whenever all of it waits.
pub(super) async fn advance_while<T>(
    shared: Arc<SharedTimers>,
    work: impl Future<Output = T>,
) -> T {
    let mut work = pin!(work);
    let mut watch = Watch::new(Arc::clone(&shared), to_next);
    std::future::poll_fn(|context| {
        loop {
            if let Poll::Ready(result) = work.as_mut().poll(context) {
                return Poll::Ready(result);
            }
            // What was just woken is polled above; the work has all the time that it needs.
            match Pin::new(&mut watch).poll(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(_) => watch = Watch::new(Arc::clone(&shared), to_next),
            }
        }
    })
    .await
}

/// The same for work that is not async.
pub(super) fn advance_while_blocking<T: Send>(
    shared: &Arc<SharedTimers>,
    work: impl FnOnce() -> T + Send,
) -> T {
    thread::scope(|scope| {
        let done = Done { shared };
        let worker = scope.spawn(move || {
            let _done = done;
            work()
        });
        let mut timers = shared.lock();
        while !worker.is_finished() {
            if timers.all_wait() {
                drop(timers);
                shared.change(to_next);
                timers = shared.lock();
                continue;
            }
            // Not for long, since a thread counts as finished only after its last notice.
            let wait = shared.changed.wait_timeout(timers, Duration::from_millis(1));
            timers = wait.unwrap_or_else(PoisonError::into_inner).0;
        }
        drop(timers);
        worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Tells that the work is done, even if it panics.
struct Done<'a> {
    shared: &'a SharedTimers,
}

impl Drop for Done<'_> {
    fn drop(&mut self) {
        self.shared.changed.notify_all();
    }
}
