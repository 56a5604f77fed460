//! [`Retry`]: which call is sent again after which fault, and when.

use std::time::Duration;

use http::StatusCode;

use crate::Error;
use crate::api::Operation;
use crate::error::Kind;

/// How often a call is tried, and how long the pauses are.
///
/// | fault | reads, updates, removals, access tokens | sign-in tokens, LAUNCH and the like, new properties, installations |
/// | --- | --- | --- |
/// | no connection | again | again |
/// | 429, and 503 with `Retry-After`: Cyclr did nothing | again | again |
/// | 401: the access token was refused | again at once with a new token, once | again at once with a new token, once |
/// | the connection broke, no answer in time | again | no: it may have been done |
/// | 408, 500, 502, 503 without `Retry-After`, 504 | again | no: it may have been done |
/// | any other status | no | no |
/// | an answer that can't be read, or is too long | no | no |
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

/// What the table says.
pub(super) fn may_repeat(operation: &Operation, error: &Error) -> bool {
    match error.kind() {
        Kind::Transport(error) if error.is_connect() => true,
        Kind::Transport(error) => operation.is_repeatable() && !error.is_too_long(),
        Kind::Timeout(_) => operation.is_repeatable(),
        Kind::Status(refusal) => match refusal.status {
            StatusCode::TOO_MANY_REQUESTS => true,
            StatusCode::SERVICE_UNAVAILABLE if refusal.retry_after.is_some() => true,
            StatusCode::REQUEST_TIMEOUT
            | StatusCode::INTERNAL_SERVER_ERROR
            | StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT => operation.is_repeatable(),
            _ => false,
        },
        // The request for the token has been repeated already.
        Kind::AccessToken(_) | Kind::Start(_) | Kind::Request(_) | Kind::Unreadable(..) => false,
    }
}

/// Whether Cyclr may have done what it was asked, although it failed.
pub(super) fn may_have_been_done(error: &Error) -> bool {
    match error.kind() {
        Kind::Transport(error) => !error.is_connect(),
        Kind::Timeout(_) | Kind::Unreadable(..) => true,
        Kind::Status(refusal) => match refusal.status {
            // It says when to come back, as 429 does.
            StatusCode::SERVICE_UNAVAILABLE if refusal.retry_after.is_some() => false,
            status => status.is_server_error() || status == StatusCode::REQUEST_TIMEOUT,
        },
        Kind::AccessToken(_) | Kind::Start(_) | Kind::Request(_) => false,
    }
}
