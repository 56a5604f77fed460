//! [`Outage`]: how the token endpoint has failed of late, and when it is asked again.

use std::time::Duration;

use crate::api::Error;
use crate::client::fault::{Decision, Fault};

/// The time from a request that failed to the next one, at the least. It doubles with each failure.
const FIRST: Duration = Duration::from_secs(1);
/// What it doubles up to. A quarter of it may come on top, by chance.
const LONGEST: Duration = Duration::from_secs(6);
/// After a failure, a request that has been silent for so long doesn't keep back the next one.
const SILENCE: Duration = Duration::from_secs(5);
/// How long callers wait for one more request after another has failed.
const GRACE: Duration = Duration::from_secs(15);
/// The longest `Retry-After` that is kept to: a mistake in one must not last for days.
const ASKED: Duration = Duration::from_secs(30);
/// A failure that nobody has asked about for so long says nothing any more.
const FORGOTTEN: Duration = Duration::from_secs(30);

/// Failures in a row.
#[derive(Default)]
pub(super) struct Outage {
    failures: u32,
    /// When the first request that failed was sent.
    since: Duration,
    /// When the last request was sent, whatever became of it.
    asked: Duration,
    /// When the next one may be sent.
    ask_at: Duration,
    /// How the last one failed.
    failure: Option<Error>,
}

impl Outage {
    pub(super) fn failure(&self) -> Option<&Error> {
        self.failure.as_ref()
    }

    /// When the next request may be sent; none if none has failed.
    pub(super) fn ask_at(&self) -> Option<Duration> {
        self.failure.as_ref().map(|_| self.ask_at)
    }

    /// The failure, once callers get it at once: no repetition can help, or several haven't.
    pub(super) fn verdict(&self, now: Duration, tries: u32) -> Option<&Error> {
        let failure = self.failure.as_ref()?;
        let is_hopeless = Fault::of(failure).decision(true) != Decision::Again;
        let is_known = self.failures >= tries || now >= self.verdict_at();
        (is_hopeless || is_known).then_some(failure)
    }

    /// When there is a verdict at the latest.
    pub(super) fn verdict_at(&self) -> Duration {
        self.since.saturating_add(GRACE)
    }

    /// A request has been sent.
    pub(super) fn asked(&mut self, now: Duration) {
        self.asked = now;
        self.ask_at = now.saturating_add(SILENCE);
    }

    /// The request that was sent then has failed, and Cyclr may have said how long to wait.
    pub(super) fn failed(&mut self, asked: Duration, now: Duration, error: Error, wait: Duration) {
        if self.failures == 0 {
            self.since = asked;
        }
        self.failures = self.failures.saturating_add(1);
        let pause = FIRST.saturating_mul(1 << (self.failures - 1).min(8)).min(LONGEST);
        let pause = pause.mul_f64(1.0 + fastrand::f64() / 4.0);
        self.ask_at = if asked >= self.asked {
            asked.saturating_add(pause)
        } else {
            // Another one is under way.
            self.ask_at.max(self.asked.saturating_add(FIRST))
        };
        self.ask_at = self.ask_at.max(now.saturating_add(wait.min(ASKED)));
        self.failure = Some(error.with_tries(self.failures));
    }

    pub(super) fn over(&mut self) {
        *self = Self { asked: self.asked, ..Self::default() };
    }

    pub(super) fn forget(&mut self, now: Duration) {
        if now >= self.ask_at.saturating_add(FORGOTTEN) {
            self.over();
        }
    }
}
