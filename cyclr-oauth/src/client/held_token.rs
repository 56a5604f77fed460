//! [`Held`]: an access token in use, and its lifetime.

use std::time::Duration;

use crate::api::AccessToken;

/// The lifetime of a token when Cyclr doesn't state one: our choice.
const UNKNOWN_LIFETIME: Duration = Duration::from_secs(3600);
/// A token is renewed at most this long before it expires.
const MARGIN: Duration = Duration::from_secs(300);
/// A token this young is not renewed, whatever its lifetime and whatever a 401 says: asking
/// again would give the same result.
const FRESH: Duration = Duration::from_secs(10);

/// A token in use. Its times are monotonic.
pub(super) struct Held {
    pub(super) token: AccessToken,
    obtained: Duration,
    /// When to start renewing it.
    pub(super) renew_at: Duration,
    pub(super) expires_at: Duration,
}

impl Held {
    /// A token requested at `asked` and received at `now`. Its lifetime counts from `asked`.
    /// Callers that waited for it may use it, however short its lifetime.
    pub(super) fn new(token: AccessToken, asked: Duration, now: Duration) -> Self {
        let lifetime = lifetime(&token);
        let renew_at = asked.saturating_add(lifetime.saturating_sub(MARGIN.min(lifetime / 10)));
        let fresh_until = now.saturating_add(FRESH);
        Self {
            obtained: now,
            renew_at: renew_at.max(fresh_until),
            expires_at: Self::expiry(&token, asked).max(fresh_until),
            token,
        }
    }

    /// When a token that was requested at `asked` expires at Cyclr.
    pub(super) fn expiry(token: &AccessToken, asked: Duration) -> Duration {
        asked.saturating_add(lifetime(token))
    }

    pub(super) fn is_fresh(&self, now: Duration) -> bool {
        now < self.obtained.saturating_add(FRESH)
    }
}

fn lifetime(token: &AccessToken) -> Duration {
    token.lifetime().unwrap_or(UNKNOWN_LIFETIME)
}
