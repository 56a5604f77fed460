//! [`Held`]: an access token in use, and for how long.

use std::time::Duration;

use crate::api::AccessToken;

/// For a token whose lifetime Cyclr doesn't state: our choice.
const UNKNOWN_LIFETIME: Duration = Duration::from_secs(3600);
/// How long before its end a token is renewed, at the most.
const MARGIN: Duration = Duration::from_secs(300);
/// A token this young is not renewed, whatever its lifetime and whatever a 401 says: whoever asks for
/// another one gets the same answer.
const FRESH: Duration = Duration::from_secs(10);

/// A token in use. Its times go by the monotonic clock.
pub(super) struct Held {
    pub(super) token: AccessToken,
    obtained: Duration,
    /// From when it is renewed.
    pub(super) renew_at: Duration,
    pub(super) expires_at: Duration,
}

impl Held {
    /// A token that was asked for then and has come now: its lifetime counts from when it was asked for,
    /// and it serves those who waited for it however short that is.
    pub(super) fn new(token: AccessToken, asked: Duration, now: Duration) -> Self {
        let lifetime = token.lifetime().unwrap_or(UNKNOWN_LIFETIME);
        let renew_at = asked.saturating_add(lifetime.saturating_sub(MARGIN.min(lifetime / 10)));
        let fresh_until = now.saturating_add(FRESH);
        Self {
            token,
            obtained: now,
            renew_at: renew_at.max(fresh_until),
            expires_at: asked.saturating_add(lifetime).max(fresh_until),
        }
    }

    pub(super) fn is_fresh(&self, now: Duration) -> bool {
        now < self.obtained.saturating_add(FRESH)
    }
}
