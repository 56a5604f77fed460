//! [`Clock`]: the sandbox's time, which a test can move forward.

mod timers;

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::task::Waker;
use std::time::{Duration, Instant, SystemTime};

use cyclr_oauth::UtcTimestamp;

use timers::{SharedTimers, Sleep};

/// The time that a sandbox goes by: the system's, plus what it was advanced by.
///
/// Clones share the time. A sleep ends when the clock reaches its moment, because somebody advanced
/// it or because real time passed, whichever is first. The clock belongs to no runtime: it may be
/// waited on from any.
///
/// ```
/// use std::time::Duration;
///
/// use cyclr_sandbox::Clock;
///
/// let clock = Clock::new();
/// let before = clock.now();
/// clock.advance(Duration::from_secs(301));
/// assert!(std::time::SystemTime::from(clock.now()) >= std::time::SystemTime::from(before) + Duration::from_secs(301));
/// ```
#[derive(Clone, Default)]
pub struct Clock(Arc<SharedTimers>);

/// From 1970 to the year 9000, so that adding a lifetime to the time never overflows.
const LAST: Duration = Duration::from_secs(221_845_392_000);

impl Clock {
    /// A clock that shows the system's time.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> UtcTimestamp {
        self.system_time().into()
    }

    /// Moves the time forward, for all clones, and wakes the sleeps that are over by then.
    ///
    /// The time only moves forward. A step beyond the year 9000 is not made, so that there are dates
    /// for what expires after it.
    pub fn advance(&self, by: Duration) {
        let due = {
            let mut timers = self.0.lock();
            let offset = timers.offset.checked_add(by);
            let can_be_counted = |offset: &Duration| {
                let moment = SystemTime::now().checked_add(*offset);
                moment.is_some_and(|it| it < SystemTime::UNIX_EPOCH + LAST)
            };
            timers.offset = offset.filter(can_be_counted).unwrap_or(timers.offset);
            timers.due()
        };
        self.0.changed.notify_all();
        due.into_iter().for_each(Waker::wake);
    }

    /// Moves the time forward to the moment at which the next sleep ends; `None` if nothing sleeps.
    ///
    /// Returns the step.
    ///
    /// ```
    /// # use cyclr_sandbox::Clock;
    /// assert_eq!(Clock::new().advance_to_next(), None);
    /// ```
    #[expect(clippy::must_use_candidate, reason = "called for what it does")]
    pub fn advance_to_next(&self) -> Option<Duration> {
        let step = {
            let timers = self.0.lock();
            let (moment, _) = timers.sleeping.keys().next()?;
            moment.duration_since(timers.now()).unwrap_or(Duration::ZERO)
        };
        self.advance(step);
        Some(step)
    }

    /// How many sleeps have been waited for and are not over.
    #[must_use]
    pub fn sleeping(&self) -> usize {
        self.0.lock().sleeping.len()
    }

    /// Waits until so much of this clock's time has passed since the call.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use cyclr_sandbox::Clock;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let clock = Clock::new();
    /// let hour = clock.sleep(Duration::from_secs(3600));
    /// clock.advance(Duration::from_secs(3600));
    /// hour.await;
    /// # }
    /// ```
    pub fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send + 'static {
        // What can't be counted is never reached.
        self.until(self.system_time().checked_add(duration))
    }

    /// Waits until this clock reaches the moment.
    pub fn sleep_until(&self, moment: UtcTimestamp) -> impl Future<Output = ()> + Send + 'static {
        self.until(Some(moment.into()))
    }

    pub(crate) fn system_time(&self) -> SystemTime {
        self.0.lock().now()
    }

    fn until(&self, moment: Option<SystemTime>) -> Sleep {
        Sleep::new(Arc::clone(&self.0), moment)
    }
}

/// For a client whose pauses and limits of time pass when this clock is advanced.
impl cyclr_oauth::client::Clock for Clock {
    fn now(&self) -> UtcTimestamp {
        Self::now(self)
    }

    fn monotonic(&self) -> Duration {
        static START: OnceLock<Instant> = OnceLock::new();
        START.get_or_init(Instant::now).elapsed().saturating_add(self.0.lock().offset)
    }

    async fn sleep(&self, duration: Duration) {
        Self::sleep(self, duration).await;
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock({})", self.now())
    }
}
