//! [`UtcTimestamp`]: the times that Cyclr sends and accepts.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::{Serialize, Serializer};

use crate::values::calendar::{self, DAY};

/// A moment in UTC, to the nanosecond, in the years 0 to 9999.
///
/// Parses RFC 3339, converts an offset to UTC, and takes a missing offset as UTC, like Cyclr's
/// `…Utc` members. It keeps nine fraction digits, of which Cyclr sends seven
/// ([observed](crate::guide::how_cyclr_behaves)), and drops the rest. A leap second becomes the
/// last nanosecond before it. `Display` ends in `Z` and writes only the fraction digits that are
/// needed.
///
/// ```
/// use cyclr_oauth::UtcTimestamp;
///
/// let expiry: UtcTimestamp = "2017-12-08T11:02:48.7436471Z".parse()?;
/// assert_eq!(expiry.to_string(), "2017-12-08T11:02:48.7436471Z");
///
/// let midnight: UtcTimestamp = "2018-01-01T00:00:00Z".parse()?;
/// assert_eq!("2018-01-01T02:00:00+02:00".parse(), Ok(midnight));
/// assert_eq!("2018-01-01T00:00:00".parse(), Ok(midnight));
/// # Ok::<(), cyclr_oauth::values::InvalidTimestamp>(())
/// ```
///
/// To convert an `expires_in`, add its seconds to the current time:
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use cyclr_oauth::{OAuthTokens, UtcTimestamp};
///
/// let expires = UtcTimestamp::from(SystemTime::now() + Duration::from_secs(3600));
/// assert!(expires > UtcTimestamp::now());
/// let tokens = OAuthTokens::new("t0k3n").with_expires(expires);
/// ```
///
/// `From` converts from and to [`SystemTime`], and with the features `time`, `jiff` and `chrono`
/// from and to those crates' types. A moment outside the target's range becomes the nearest one in
/// it.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct UtcTimestamp {
    /// Since 1970.
    seconds: i64,
    nanos: u32,
}

impl UtcTimestamp {
    /// `9999-12-31T23:59:59.999999999Z`
    pub const MAX: Self =
        Self { seconds: calendar::days(10_000, 1, 1) * DAY - 1, nanos: 999_999_999 };
    /// `0000-01-01T00:00:00Z`
    pub const MIN: Self = Self { seconds: calendar::days(0, 1, 1) * DAY, nanos: 0 };

    /// Parses a time, like [`FromStr`].
    ///
    /// # Errors
    ///
    /// [`InvalidTimestamp`] if the text isn't an RFC 3339 time, or its year in UTC isn't from 0 to
    /// 9999.
    pub fn parse(text: &str) -> Result<Self, InvalidTimestamp> {
        text.parse()
    }

    /// Reads the system clock.
    ///
    /// The standard library has no clock on `wasm32-unknown-unknown`. There this returns
    /// [`MAX`](Self::MAX), which counts everything with an expiry as expired.
    #[must_use]
    pub fn now() -> Self {
        if cfg!(all(target_family = "wasm", target_os = "unknown")) {
            return Self::MAX;
        }
        SystemTime::now().into()
    }

    /// Adds a duration, up to [`MAX`](Self::MAX).
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use cyclr_oauth::UtcTimestamp;
    ///
    /// let noon: UtcTimestamp = "2021-10-01T12:00:00Z".parse()?;
    /// let later = noon.saturating_add(Duration::from_secs(90));
    /// assert_eq!(later.to_string(), "2021-10-01T12:01:30Z");
    /// assert_eq!(later.saturating_duration_since(noon), Duration::from_secs(90));
    /// assert_eq!(noon.saturating_duration_since(later), Duration::ZERO);
    /// # Ok::<(), cyclr_oauth::values::InvalidTimestamp>(())
    /// ```
    #[must_use]
    pub fn saturating_add(self, duration: Duration) -> Self {
        let nanos = i128::try_from(duration.as_nanos()).unwrap_or(i128::MAX);
        Self::from_unix_nanos(self.unix_nanos().saturating_add(nanos))
    }

    /// The time elapsed since `earlier`, or zero if that is later.
    #[must_use]
    pub fn saturating_duration_since(self, earlier: Self) -> Duration {
        let nanos = self.unix_nanos() - earlier.unix_nanos();
        u64::try_from(nanos.max(0)).map_or(Duration::MAX, Duration::from_nanos)
    }

    /// The nearest moment within the years 0 to 9999.
    fn nearest(seconds: i64, nanos: u32) -> Self {
        Self { seconds, nanos }.clamp(Self::MIN, Self::MAX)
    }

    fn unix_nanos(self) -> i128 {
        i128::from(self.seconds) * NANOS + i128::from(self.nanos)
    }

    /// The nearest moment within the years 0 to 9999.
    #[expect(clippy::expect_used, reason = "an invariant, see its text")]
    fn from_unix_nanos(unix_nanos: i128) -> Self {
        const SMALL: &str = "seconds of these years, and nanoseconds of one second";
        let nanos = unix_nanos.clamp(Self::MIN.unix_nanos(), Self::MAX.unix_nanos());
        let (seconds, nanos) = (nanos.div_euclid(NANOS), nanos.rem_euclid(NANOS));
        Self { seconds: seconds.try_into().expect(SMALL), nanos: nanos.try_into().expect(SMALL) }
    }

    /// Formats the time on the stack.
    pub(crate) fn text(self) -> TimestampText {
        let [year, month, day, hour, minute, second] = calendar::date_time(self.seconds);
        let mut nanosecond = self.nanos;
        let mut bytes = *b"0000-00-00T00:00:00Z\0\0\0\0\0\0\0\0\0\0\0\0";
        bytes[0..2].copy_from_slice(&two_digits(year / 100));
        bytes[2..4].copy_from_slice(&two_digits(year % 100));
        bytes[5..7].copy_from_slice(&two_digits(month));
        bytes[8..10].copy_from_slice(&two_digits(day));
        bytes[11..13].copy_from_slice(&two_digits(hour));
        bytes[14..16].copy_from_slice(&two_digits(minute));
        bytes[17..19].copy_from_slice(&two_digits(second));
        let length = self.text_len();
        if nanosecond > 0 {
            bytes[19] = b'.';
            for digit in bytes[20..29].iter_mut().rev() {
                [_, *digit] = two_digits(nanosecond % 10);
                nanosecond /= 10;
            }
            if let Some(last) = bytes.get_mut(length - 1) {
                *last = b'Z';
            }
        }
        TimestampText { bytes, length }
    }

    /// The length of the text.
    #[inline]
    pub(crate) fn text_len(self) -> usize {
        let mut nanosecond = self.nanos;
        if nanosecond == 0 {
            return "2021-10-01T00:00:00Z".len();
        }
        let mut length = "2021-10-01T00:00:00.123456789Z".len();
        while nanosecond.is_multiple_of(10) {
            nanosecond /= 10;
            length -= 1;
        }
        length
    }
}

impl fmt::Display for UtcTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text().as_str())
    }
}

impl fmt::Debug for UtcTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UtcTimestamp({self})")
    }
}

impl FromStr for UtcTimestamp {
    type Err = InvalidTimestamp;

    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        let (seconds, nanos) =
            calendar::parse(text).map_err(|reason| InvalidTimestamp { reason })?;
        let timestamp = Self { seconds, nanos };
        // An offset can move the year out of range.
        if !(Self::MIN..=Self::MAX).contains(&timestamp) {
            return Err(InvalidTimestamp { reason: "the year in UTC is not from 0 to 9999" });
        }
        Ok(timestamp)
    }
}

impl Serialize for UtcTimestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text().as_str())
    }
}

impl<'de> Deserialize<'de> for UtcTimestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl Visitor<'_> for Text {
            type Value = UtcTimestamp;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a time such as 2021-10-01T00:00:00Z")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<UtcTimestamp, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Text)
    }
}

impl From<SystemTime> for UtcTimestamp {
    fn from(time: SystemTime) -> Self {
        match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => {
                let seconds = i64::try_from(after.as_secs()).unwrap_or(i64::MAX);
                Self::nearest(seconds, after.subsec_nanos())
            }
            Err(error) => {
                let before = i128::try_from(error.duration().as_nanos());
                Self::from_unix_nanos(-before.unwrap_or(i128::MAX))
            }
        }
    }
}

impl From<UtcTimestamp> for SystemTime {
    fn from(timestamp: UtcTimestamp) -> Self {
        let UtcTimestamp { seconds, nanos } = timestamp;
        let distance = Duration::from_secs(seconds.unsigned_abs());
        let time = if seconds < 0 {
            Self::UNIX_EPOCH.checked_sub(distance)
        } else {
            Self::UNIX_EPOCH.checked_add(distance)
        };
        let fraction = Duration::from_nanos(nanos.into());
        let time = time.and_then(|time| time.checked_add(fraction));
        // Windows counts time from 1601.
        time.unwrap_or(Self::UNIX_EPOCH)
    }
}

#[cfg(feature = "time")]
impl From<time_crate::OffsetDateTime> for UtcTimestamp {
    fn from(time: time_crate::OffsetDateTime) -> Self {
        Self::from_unix_nanos(time.unix_timestamp_nanos())
    }
}

#[cfg(feature = "time")]
impl From<UtcTimestamp> for time_crate::OffsetDateTime {
    #[expect(clippy::expect_used, reason = "an invariant, see its text")]
    fn from(timestamp: UtcTimestamp) -> Self {
        Self::from_unix_timestamp_nanos(timestamp.unix_nanos())
            .expect("`time` has the years from 0 to 9999")
    }
}

#[cfg(feature = "jiff")]
impl From<jiff::Timestamp> for UtcTimestamp {
    fn from(time: jiff::Timestamp) -> Self {
        Self::from_unix_nanos(time.as_nanosecond())
    }
}

#[cfg(feature = "jiff")]
impl From<UtcTimestamp> for jiff::Timestamp {
    /// [`jiff::Timestamp::MAX`] replaces times on the last day of the year 9999, which jiff can't
    /// hold.
    fn from(timestamp: UtcTimestamp) -> Self {
        Self::from_nanosecond(timestamp.unix_nanos()).unwrap_or(Self::MAX)
    }
}

#[cfg(feature = "chrono")]
impl From<chrono::DateTime<chrono::Utc>> for UtcTimestamp {
    fn from(time: chrono::DateTime<chrono::Utc>) -> Self {
        let nanos = i128::from(time.timestamp_subsec_nanos());
        Self::from_unix_nanos(i128::from(time.timestamp()) * 1_000_000_000 + nanos)
    }
}

#[cfg(feature = "chrono")]
impl From<UtcTimestamp> for chrono::DateTime<chrono::Utc> {
    fn from(timestamp: UtcTimestamp) -> Self {
        let UtcTimestamp { seconds, nanos } = timestamp;
        Self::from_timestamp(seconds, nanos).unwrap_or(Self::MAX_UTC)
    }
}

/// The error for text that isn't an RFC 3339 time.
///
/// ```
/// let error = "tomorrow".parse::<cyclr_oauth::UtcTimestamp>().unwrap_err();
/// assert!(error.to_string().starts_with("expected a time such as 2021-10-01T00:00:00Z: "));
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InvalidTimestamp {
    reason: &'static str,
}

impl fmt::Display for InvalidTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected a time such as 2021-10-01T00:00:00Z: {}", self.reason)
    }
}

impl std::error::Error for InvalidTimestamp {}

/// A timestamp as text.
///
/// The alignment and the round size halve the time of the UTF-8 check.
#[repr(align(16))]
pub(crate) struct TimestampText {
    bytes: [u8; 32],
    length: usize,
}

impl TimestampText {
    #[expect(clippy::expect_used, reason = "an invariant, see its text")]
    pub(crate) fn as_str(&self) -> &str {
        let text = str::from_utf8(&self.bytes).expect("digits, punctuation and zeros are text");
        text.split_at(self.length).0
    }
}

/// Formats a number below 100.
#[expect(clippy::indexing_slicing, reason = "below 100, as the calendar computes it")]
fn two_digits(number: u32) -> [u8; 2] {
    static PAIRS: [[u8; 2]; 100] = {
        let mut pairs = [[0; 2]; 100];
        let mut number = 0_u8;
        while number < 100 {
            pairs[number as usize] = [b'0' + number / 10, b'0' + number % 10];
            number += 1;
        }
        pairs
    };
    PAIRS[number as usize]
}

/// Nanoseconds in a second.
const NANOS: i128 = 1_000_000_000;
