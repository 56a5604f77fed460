//! [`Clock`]: a client's only source of time.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use crate::values::UtcTimestamp;

/// A client's source of time and of pauses. Replace it in tests to avoid waiting.
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
    /// The time of day, which decides when sign-in tokens expire. It may be set back.
    fn now(&self) -> UtcTimestamp;

    /// The time since a fixed moment, for deadlines and access token lifetimes. It never goes back.
    fn monotonic(&self) -> Duration;

    /// Waits between two tries.
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send;

    /// Waits for the time limit of a try, which starts with this call.
    ///
    /// The client gives up the try when the future is ready, and drops the future when the try
    /// ends, perhaps without having polled it. The default is [`sleep`](Self::sleep). Implement it
    /// if a test's clock must know which tries are in progress.
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

/// The system time, with the timer of the tokio runtime.
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

/// The time between this moment and the first call.
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
