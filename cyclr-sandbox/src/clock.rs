//! [`Clock`]: the sandbox's time, which a test can move forward.

use std::collections::BTreeMap;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use cyclr_oauth::UtcTimestamp;

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
pub struct Clock(Arc<Shared>);

#[derive(Default)]
struct Shared {
    timers: Mutex<Timers>,
    /// Tells the timer thread that the first deadline, or the offset, is another now.
    changed: Condvar,
}

#[derive(Default)]
struct Timers {
    offset: Duration,
    /// Ordered by moment; the number tells sleeps of the same moment apart.
    sleeping: BTreeMap<(SystemTime, u64), Waker>,
    next_number: u64,
    thread_runs: bool,
}

/// From 1970 to the year 9000.
const LAST: Duration = Duration::from_secs(221_845_392_000);

impl Timers {
    fn now(&self) -> SystemTime {
        // Beyond what the platform can count there is no time to sleep until.
        let now = SystemTime::now();
        now.checked_add(self.offset).unwrap_or(now)
    }

    /// Takes out the sleeps that are over.
    fn due(&mut self) -> Vec<Waker> {
        let now = self.now();
        let later = self.sleeping.split_off(&(now, u64::MAX));
        std::mem::replace(&mut self.sleeping, later).into_values().collect()
    }
}

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
            let mut timers = self.timers();
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
    /// Gives how far.
    ///
    /// ```
    /// # use cyclr_sandbox::Clock;
    /// assert_eq!(Clock::new().advance_to_next(), None);
    /// ```
    #[expect(clippy::must_use_candidate, reason = "called for what it does")]
    pub fn advance_to_next(&self) -> Option<Duration> {
        let step = {
            let timers = self.timers();
            let (moment, _) = timers.sleeping.keys().next()?;
            moment.duration_since(timers.now()).unwrap_or_default()
        };
        self.advance(step);
        Some(step)
    }

    /// How many sleeps have been waited for and are not over.
    #[must_use]
    pub fn sleeping(&self) -> usize {
        self.timers().sleeping.len()
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
        self.timers().now()
    }

    fn until(&self, moment: Option<SystemTime>) -> Sleep {
        Sleep { clock: self.clone(), moment, key: None }
    }

    fn timers(&self) -> MutexGuard<'_, Timers> {
        self.0.timers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes sleeps as real time passes; ends as soon as nothing sleeps.
    fn run_timer_thread(shared: &Shared) {
        let mut timers = shared.timers.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let due = timers.due();
            if !due.is_empty() {
                drop(timers);
                due.into_iter().for_each(Waker::wake);
                timers = shared.timers.lock().unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let Some((moment, _)) = timers.sleeping.keys().next() else {
                timers.thread_runs = false;
                return;
            };
            // The system's clock may be set meanwhile, so look at it again now and then.
            let wait = moment.duration_since(timers.now()).unwrap_or_default();
            let wait = wait.clamp(Duration::from_micros(100), Duration::from_secs(1));
            timers = match shared.changed.wait_timeout(timers, wait) {
                Ok((timers, _)) => timers,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
    }
}

/// For a client whose pauses and limits of time pass when this clock is advanced.
impl cyclr_oauth::client::Clock for Clock {
    fn now(&self) -> UtcTimestamp {
        Self::now(self)
    }

    fn monotonic(&self) -> Duration {
        static START: OnceLock<Instant> = OnceLock::new();
        START.get_or_init(Instant::now).elapsed().saturating_add(self.timers().offset)
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

/// The future of [`Clock::sleep`].
struct Sleep {
    clock: Clock,
    moment: Option<SystemTime>,
    key: Option<(SystemTime, u64)>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Some(moment) = self.moment else { return Poll::Pending };
        let clock = self.clock.clone();
        let mut timers = clock.timers();
        if timers.now() >= moment {
            if let Some(key) = self.key.take() {
                timers.sleeping.remove(&key);
            }
            return Poll::Ready(());
        }
        let key = *self.key.get_or_insert_with(|| {
            timers.next_number += 1;
            (moment, timers.next_number)
        });
        timers.sleeping.insert(key, context.waker().clone());
        if timers.thread_runs {
            clock.0.changed.notify_all();
        } else {
            let shared = Arc::clone(&clock.0);
            let thread = thread::Builder::new().name("cyclr-sandbox-clock".to_owned());
            // Without the thread only `advance` wakes.
            timers.thread_runs = thread.spawn(move || Clock::run_timer_thread(&shared)).is_ok();
        }
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(key) = self.key.take() {
            self.clock.timers().sleeping.remove(&key);
            self.clock.0.changed.notify_all();
        }
    }
}
