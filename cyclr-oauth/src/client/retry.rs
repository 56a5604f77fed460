//! [`Retry`]: how often a call is tried, and how long the pauses are.

use std::time::Duration;

/// How often a call is tried, and how long the pauses are. [`Fault`](crate::client::Fault) has the table
/// of which call is tried again after which fault.
///
/// The pause before the *n*th further try is random, between half and all of `base` × 5ⁿ⁻¹ but at most
/// `cap`, so that a thousand clients don't come back at once, and a server that restarts has seconds for
/// it. After a `Retry-After` it is that much longer. A pause takes at most half of the time that is left
/// until the deadline; after a `Retry-After` beyond the deadline the error is returned at once.
///
/// All clones of a client share a budget of further tries: ten at the start, one more for each call that
/// succeeds, and one for each five that are made, but never more than ten. So a server that is out of
/// order gets at most a fifth more requests than there are calls. A try that the budget has nothing for
/// is left out, and the next one comes at its time.
///
/// A removal that finds nothing (404) after a try whose answer was lost has succeeded.
///
/// An access token is asked for by one request for all callers, and by another one after a failure, a
/// second later or more. When as many have failed as a call has tries, callers get the failure at once
/// until one succeeds.
///
/// ```
/// use std::time::Duration;
///
/// use cyclr_oauth::client::Retry;
///
/// let patient = Retry::default().tries(6).base(Duration::from_secs(1));
/// let once = Retry::never();
/// ```
#[derive(Clone, Debug)]
pub struct Retry {
    tries: u32,
    base: Duration,
    cap: Duration,
    seed: Option<u64>,
}

impl Default for Retry {
    /// Four tries, with a base of 200 ms and a cap of 5 s.
    fn default() -> Self {
        let (base, cap) = (Duration::from_millis(200), Duration::from_secs(5));
        Self { tries: 4, base, cap, seed: None }
    }
}

impl Retry {
    /// A single try; an access token that was refused is renewed all the same.
    #[must_use]
    pub fn never() -> Self {
        Self::default().tries(1)
    }

    /// How often a call is tried, the first time included; at least once.
    #[must_use]
    pub fn tries(mut self, tries: u32) -> Self {
        self.tries = tries.max(1);
        self
    }

    /// The longest pause before the second try.
    #[must_use]
    pub fn base(mut self, base: Duration) -> Self {
        self.base = base;
        self
    }

    /// The longest pause of all.
    #[must_use]
    pub fn cap(mut self, cap: Duration) -> Self {
        self.cap = cap;
        self
    }

    /// Makes the pauses the same each time: for tests.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    pub(super) fn tries_at_most(&self) -> u32 {
        self.tries
    }

    /// With no more time than this no further try begins.
    pub(super) fn shortest(&self) -> Duration {
        self.base.min(self.cap)
    }

    /// The pauses of one call.
    pub(super) fn pauses(&self) -> Pauses {
        let random = self.seed.map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed);
        Pauses { left: self.tries - 1, longest: self.base, cap: self.cap, random }
    }
}

/// The pauses of one call.
#[derive(Debug)]
pub(super) struct Pauses {
    left: u32,
    longest: Duration,
    cap: Duration,
    random: fastrand::Rng,
}

impl Iterator for Pauses {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        self.left = self.left.checked_sub(1)?;
        let longest = self.longest.min(self.cap);
        self.longest = longest.saturating_mul(5);
        Some(longest.mul_f64(f64::midpoint(1.0, self.random.f64())))
    }
}
