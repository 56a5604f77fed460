//! [`Clock`]: a client's only source of time.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use crate::values::UtcTimestamp;

/// The time, and waiting: a client's only way to either, so that a test need not wait.
///
/// ```
/// use std::sync::Mutex;
/// use std::time::Duration;
///
/// use cyclr_oauth::UtcTimestamp;
/// use cyclr_oauth::client::Clock;
///
/// /// Time that passes by waiting alone, and at once.
/// struct Impatient {
///     started: UtcTimestamp,
///     waited: Mutex<Duration>,
/// }
///
/// impl Clock for Impatient {
///     fn now(&self) -> UtcTimestamp {
///         self.started.saturating_add(self.monotonic())
///     }
///
///     fn monotonic(&self) -> Duration {
///         *self.waited.lock().unwrap()
///     }
///
///     async fn sleep(&self, duration: Duration) {
///         *self.waited.lock().unwrap() += duration;
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be a client's clock",
    label = "`Clock` is not implemented for it",
    note = "implement `Clock` for it, or take `cyclr_oauth::client::SystemClock` (feature `hyper`)"
)]
pub trait Clock: Send + Sync + 'static {
    /// The time of day, by which sign-in tokens and dates in responses expire. It may be set back.
    fn now(&self) -> UtcTimestamp;

    /// The time since some fixed moment, by which deadlines and the access token's lifetime go. It is
    /// never set back.
    fn monotonic(&self) -> Duration;

    /// Waits, as the client does between two tries.
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send;

    /// Waits for the limit of a try, which begins when this is called: the try is given up when the future is
    /// ready, and has ended when it is dropped. It may be dropped without having been polled.
    ///
    /// It is [`sleep`](Self::sleep), unless a test's clock has to know which tries are under way.
    fn timeout(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        self.sleep(duration)
    }
}

/// A [`Clock`] of any type.
pub(crate) trait AnyClock: Send + Sync {
    fn now(&self) -> UtcTimestamp;
    fn monotonic(&self) -> Duration;
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
    fn timeout(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}

impl<C: Clock> AnyClock for C {
    fn now(&self) -> UtcTimestamp {
        Clock::now(self)
    }

    fn monotonic(&self) -> Duration {
        Clock::monotonic(self)
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(Clock::sleep(self, duration))
    }

    fn timeout(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(Clock::timeout(self, duration))
    }
}

/// The system's time, and the timer of the tokio runtime.
#[cfg(feature = "hyper")]
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

#[cfg(feature = "hyper")]
impl Clock for SystemClock {
    fn now(&self) -> UtcTimestamp {
        UtcTimestamp::now()
    }

    fn monotonic(&self) -> Duration {
        since_start(tokio::time::Instant::now().into_std())
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

/// How long after the first question that moment is.
#[cfg(feature = "hyper")]
pub(crate) fn since_start(now: std::time::Instant) -> Duration {
    use std::sync::OnceLock;
    use std::time::Instant;

    static START: OnceLock<Instant> = OnceLock::new();
    // An hour earlier, since the paused clock of a tokio runtime may be behind.
    let hour = Duration::from_secs(3600);
    let start = START.get_or_init(|| now.checked_sub(hour).unwrap_or(now));
    now.saturating_duration_since(*start)
}
