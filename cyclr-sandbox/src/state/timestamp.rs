//! Moments as Cyclr writes them, and how long things live.

use std::time::{Duration, SystemTime};

use cyclr_oauth::UtcTimestamp;

/// Of everything that can be used once: five minutes.
pub(super) const ONE_TIME_LIFETIME: Duration = Duration::from_secs(300);
/// Of sessions, of hand-offs, and of the third party's tokens: an hour.
pub(super) const HOUR: Duration = Duration::from_secs(3600);
/// Of access tokens: the documented 14 days, less the second that answers are short of it.
pub(crate) const TOKEN_LIFETIME: Duration = Duration::from_secs(1_209_599);

/// A moment with what follows the second cut off.
pub(super) fn whole_second(time: SystemTime) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(since_1970(time).as_secs())
}

/// With seven digits, as Cyclr writes `ExpiresAtUtc`: `2017-12-08T11:02:48.7436471Z`.
pub(crate) fn seven_digits(time: SystemTime) -> String {
    let second = UtcTimestamp::from(whole_second(time)).to_string();
    format!("{}.{:07}Z", second.trim_end_matches('Z'), since_1970(time).subsec_nanos() / 100)
}

/// A machine whose clock shows an earlier year gets 1970.
fn since_1970(time: SystemTime) -> Duration {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO)
}
