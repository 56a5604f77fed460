//! [`Retry`]: how often a call is tried, and how long the pauses are.

use std::time::Duration;

/// How often a call is tried, and how long the pauses are.
///
/// The table of [`Fault`](crate::client::Fault) says which calls are retried after which fault.
///
/// The pause before the *n*th retry is random, between half and all of `base` × 5ⁿ⁻¹, up to `cap`.
/// The randomness keeps a thousand clients from returning at once, and the growth gives a
/// restarting server seconds. A `Retry-After` lengthens the pause by its value. A pause takes at
/// most half of the time left until the deadline; after a `Retry-After` beyond the deadline, the
/// call fails at once.
///
/// All clones of a client share a budget of retries. It starts with ten, gains one for each
/// successful call and one for every five calls, and never exceeds ten. A failing server therefore
/// gets at most a fifth more requests than there are calls. A retry that the budget doesn't cover
/// is skipped, and the next one keeps its time.
///
/// A removal that finds nothing (404) after a try whose response was lost counts as success.
///
/// One request fetches an access token for all callers. After a failure, the next request follows
/// at least a second later. Once as many requests have failed as a call has tries, callers get the
/// failure at once, until a request succeeds.
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
    /// Makes a single try. A refused access token is still renewed.
    #[must_use]
    pub fn never() -> Self {
        Self::default().tries(1)
    }

    /// Sets how often a call is tried, including the first time; at least once.
    #[must_use]
    pub fn tries(mut self, tries: u32) -> Self {
        self.tries = tries.max(1);
        self
    }

    /// Sets the longest pause before the second try.
    #[must_use]
    pub fn base(mut self, base: Duration) -> Self {
        self.base = base;
        self
    }

    /// Sets the longest pause of all.
    #[must_use]
    pub fn cap(mut self, cap: Duration) -> Self {
        self.cap = cap;
        self
    }

    /// Makes the pauses the same each time, for tests.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    pub(super) fn tries_at_most(&self) -> u32 {
        self.tries
    }

    /// With no more time than this left, no further try starts.
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
