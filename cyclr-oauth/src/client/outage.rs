//! [`Outage`]: recent failures of the token endpoint, and when to ask it again.

use std::time::Duration;

use crate::api::Error;
use crate::client::fault::{Fault, Reaction};

/// The shortest time between a failed request and the next one. It doubles with each failure.
const FIRST: Duration = Duration::from_secs(1);
/// The limit of the doubling. Up to a quarter of it is added at random.
const LONGEST: Duration = Duration::from_secs(6);
/// After a failure, a request that has been silent for this long doesn't delay the next one.
const SILENCE: Duration = Duration::from_secs(5);
/// How long callers wait for one more request after another has failed.
const GRACE: Duration = Duration::from_secs(15);
/// The longest `Retry-After` that is obeyed: a wrong value must not block for days.
const ASKED: Duration = Duration::from_secs(30);
/// A failure is forgotten when nobody has asked about it for this long.
const FORGOTTEN: Duration = Duration::from_secs(30);

/// Consecutive failures.
#[derive(Default)]
pub(super) struct Outage {
    failures: u32,
    /// When the first failed request was sent.
    since: Duration,
    /// When the last request was sent, whatever its outcome.
    asked: Duration,
    /// When the next request may be sent.
    ask_at: Duration,
    /// The last failure.
    failure: Option<Error>,
}

impl Outage {
    pub(super) fn failure(&self) -> Option<&Error> {
        self.failure.as_ref()
    }

    /// When the next request may be sent; `None` if none has failed.
    pub(super) fn ask_at(&self) -> Option<Duration> {
        self.failure.as_ref().map(|_| self.ask_at)
    }

    /// The failure that callers get at once, because no retry can help or several have failed.
    pub(super) fn verdict(&self, now: Duration, tries: u32) -> Option<&Error> {
        let failure = self.failure.as_ref()?;
        let is_hopeless = Fault::of(failure).reaction(true) != Reaction::Again;
        let is_known = self.failures >= tries || now >= self.verdict_at();
        (is_hopeless || is_known).then_some(failure)
    }

    /// When there is a verdict at the latest.
    pub(super) fn verdict_at(&self) -> Duration {
        self.since.saturating_add(GRACE)
    }

    /// Records that a request was sent.
    pub(super) fn asked(&mut self, now: Duration) {
        self.asked = now;
        self.ask_at = now.saturating_add(SILENCE);
    }

    /// Records that the request sent at `asked` failed, and how long Cyclr asked to wait.
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
            // Another request is in progress.
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
