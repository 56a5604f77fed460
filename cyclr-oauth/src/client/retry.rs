//! [`Retry`]: how often a call is tried, and how long the pauses are.

use std::time::Duration;

/// How often a call is tried, and how long the pauses are. [`Fault`](crate::client::Fault) has the table
/// of which call is tried again after which fault.
///
/// The pause before the *n*th further try is random, between nothing and `base` × 2ⁿ⁻¹ but at most
/// `cap`: full jitter, so that a thousand clients don't come back at once. After a `Retry-After` it is
/// that much longer. A pause that would end after the deadline is not begun: the error is returned at
/// once.
///
/// A removal that finds nothing (404) after a try whose answer was lost has succeeded.
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
        self.longest = longest.saturating_mul(2);
        Some(longest.mul_f64(self.random.f64()))
    }
}
