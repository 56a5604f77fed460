//! [`Clock`]: the sandbox's time, which a test can move forward.

mod hold;
mod sleep;
mod time;
mod timers;
mod waiting;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use cyclr_oauth::UtcTimestamp;

pub(crate) use hold::Hold;
use sleep::Sleep;
pub(crate) use time::SavedTime;
use timers::SharedTimers;
pub use waiting::NothingWaits;
use waiting::{Watch, to_next};

/// The time that a sandbox goes by: the system's, plus what it was advanced by.
///
/// Clones share the time. A sleep ends when the clock reaches its moment, because somebody advanced
/// it or because real time passed, whichever is first. The clock belongs to no runtime: it may be
/// waited on from any.
///
/// # Which method to use
///
/// | a test wants | method |
/// | --- | --- |
/// | something to expire | [`advance`](Self::advance) |
/// | a call with retries or timeouts to end, without waiting | [`advance_while`](Self::advance_while) |
/// | to look at what happens between two tries | [`advance_when_waiting`](Self::advance_when_waiting), [`advance_to_next`](Self::advance_to_next) |
///
/// `advance` moves the time at once, and so past the limit of any try that is under way. The other
/// methods wait until everything waits: each client that has this clock is between two tries, or in a
/// try that the sandbox holds because of a delay or a stall. They never end a try that is being answered.
/// Requests of a client without this clock don't count as tries.
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

    /// Moves the time forward at once, and wakes the sleeps that are over by then.
    ///
    /// The time only moves forward. A step beyond the year 9000 is not made, so that there are dates
    /// for what expires after it.
    pub fn advance(&self, by: Duration) {
        self.0.change(|timers| timers.time.advance(by));
    }

    /// Waits until everything [waits](Self#which-method-to-use), then moves the time forward.
    ///
    /// # Errors
    ///
    /// [`NothingWaits`] if that doesn't happen within 5 seconds of real time.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use cyclr_sandbox::Clock;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), cyclr_sandbox::NothingWaits> {
    /// let clock = Clock::new();
    /// let pause = tokio::spawn(clock.sleep(Duration::from_secs(60)));
    /// clock.advance_when_waiting(Duration::from_secs(59)).await?;
    /// assert!(!pause.is_finished());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn advance_when_waiting(&self, by: Duration) -> Result<(), NothingWaits> {
        let step = |timers: &mut timers::Timers| {
            timers.time.advance(by);
            by
        };
        Watch::new(Arc::clone(&self.0), step).await.map(|_| ())
    }

    /// Waits until everything [waits](Self#which-method-to-use), then goes to the end of the next sleep.
    ///
    /// Returns the step.
    ///
    /// # Errors
    ///
    /// [`NothingWaits`] if that doesn't happen within 5 seconds of real time.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use cyclr_sandbox::Clock;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), cyclr_sandbox::NothingWaits> {
    /// let clock = Clock::new();
    /// let pause = tokio::spawn(clock.sleep(Duration::from_secs(60)));
    /// assert!(clock.advance_to_next().await? <= Duration::from_secs(60));
    /// pause.await.unwrap();
    /// # Ok(())
    /// # }
    /// ```
    pub async fn advance_to_next(&self) -> Result<Duration, NothingWaits> {
        Watch::new(Arc::clone(&self.0), to_next).await
    }

    /// Runs work to its end, and moves the time forward whenever everything
    /// [waits](Self#which-method-to-use): pauses between tries and the limits of stalled tries pass at once.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use cyclr_oauth::AccountId;
    /// use cyclr_sandbox::{Fault, Sandbox};
    ///
    /// let sandbox = Sandbox::start().await;
    /// let cyclr = sandbox.client_builder().build()?;
    /// let account = AccountId::new("Acme-42")?;
    /// sandbox.create_account(&account);
    ///
    /// sandbox.faults().next_n(3, "POST", "/v1.0/**", Fault::status(503).retry_after(5));
    /// let call = cyclr.sign_in_token(&account, "ann");
    /// let token = sandbox.clock().advance_while(call).await?; // not 15 seconds later, but at once
    /// assert_eq!(sandbox.request_count("POST", "/v1.0/accounts/*/signintoken"), 4);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn advance_while<T>(&self, work: impl Future<Output = T>) -> T {
        waiting::advance_while(Arc::clone(&self.0), work).await
    }

    /// [`advance_while`](Self::advance_while) for work that is not async. It runs on its own thread.
    ///
    /// # Panics
    ///
    /// If the work panics.
    ///
    /// ```
    /// # use cyclr_sandbox::Clock;
    /// let clock = Clock::new();
    /// assert_eq!(clock.advance_while_blocking(|| 6 * 7), 42);
    /// ```
    pub fn advance_while_blocking<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        waiting::advance_while_blocking(&self.0, work)
    }

    /// Stops the time: it moves by `advance…` only, until [`resume`](Self::resume).
    ///
    /// ```
    /// # use cyclr_sandbox::Clock;
    /// let clock = Clock::new();
    /// clock.freeze();
    /// assert_eq!(clock.now(), clock.now());
    /// ```
    pub fn freeze(&self) {
        self.0.change(|timers| timers.time.freeze());
    }

    /// Lets the time go on from where it is.
    pub fn resume(&self) {
        self.0.change(|timers| timers.time.resume());
    }

    /// Whether the time stands still.
    #[must_use]
    pub fn is_frozen(&self) -> bool {
        self.0.lock().time.is_frozen()
    }

    /// How many sleeps have been waited for and are not over.
    #[must_use]
    pub fn sleeping(&self) -> usize {
        self.0.lock().sleeping()
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
        Sleep::new(Arc::clone(&self.0), duration)
    }

    /// Waits until this clock shows the moment.
    pub fn sleep_until(&self, moment: UtcTimestamp) -> impl Future<Output = ()> + Send + 'static {
        let left = SystemTime::from(moment).duration_since(self.system_time());
        self.sleep(left.unwrap_or(Duration::ZERO))
    }

    pub(crate) fn system_time(&self) -> SystemTime {
        self.0.lock().time.now()
    }

    /// Holds a request for so long.
    pub(crate) fn hold_for(&self, duration: Duration) -> impl Future<Output = ()> + Send + use<> {
        Sleep::held(Arc::clone(&self.0), duration)
    }

    /// Holds a request until its client goes away.
    pub(crate) fn hold(&self) -> Hold {
        Hold::new(Arc::clone(&self.0))
    }

    pub(crate) fn saved(&self) -> SavedTime {
        self.0.lock().time.saved()
    }

    pub(crate) fn restore(&self, saved: SavedTime) {
        self.0.change(|timers| timers.time.restore(saved));
    }

    /// Shows the system's time again.
    pub(crate) fn reset(&self) {
        self.0.change(|timers| timers.time.reset());
    }
}

/// For a client whose pauses and limits of time pass when this clock is advanced.
impl cyclr_oauth::client::Clock for Clock {
    fn now(&self) -> UtcTimestamp {
        Self::now(self)
    }

    fn monotonic(&self) -> Duration {
        self.0.lock().time.ran()
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        Self::sleep(self, duration)
    }

    /// Begins with the call, so that the try is known before its request arrives.
    fn timeout(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        Sleep::limit(Arc::clone(&self.0), duration)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock({})", self.now())
    }
}
