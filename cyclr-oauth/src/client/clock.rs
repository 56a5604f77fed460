//! [`Clock`]: what a client knows of time.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use crate::UtcTimestamp;

/// The time, and waiting: a client's only way to either, so that a test need not wait.
///
/// ```
/// use std::time::Duration;
///
/// use cyclr_oauth::UtcTimestamp;
/// use cyclr_oauth::client::Clock;
///
/// /// It is always noon, and nothing takes any time.
/// struct Noon(UtcTimestamp);
///
/// impl Clock for Noon {
///     fn now(&self) -> UtcTimestamp {
///         self.0
///     }
///
///     async fn sleep(&self, _: Duration) {}
/// }
/// ```
pub trait Clock: Send + Sync + 'static {
    /// The time of day, by which tokens expire.
    fn now(&self) -> UtcTimestamp;

    /// Waits. What the client waits for is raced against this: the limit of a try, and the pause
    /// between two.
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send;
}

/// A [`Clock`] of any type.
pub(super) trait AnyClock: Send + Sync {
    fn now(&self) -> UtcTimestamp;
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}

impl<C: Clock> AnyClock for C {
    fn now(&self) -> UtcTimestamp {
        Clock::now(self)
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(Clock::sleep(self, duration))
    }
}

/// The system's time, and the timer of the tokio runtime.
#[cfg(feature = "reqwest")]
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

#[cfg(feature = "reqwest")]
impl Clock for SystemClock {
    fn now(&self) -> UtcTimestamp {
        UtcTimestamp::now()
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}
