//! The proleptic Gregorian calendar and RFC 3339, for [`UtcTimestamp`](crate::UtcTimestamp).
//!
//! A date crate would add a tenth to this library's build time.

/// Seconds in a day.
pub(super) const DAY: i64 = 86_400;

/// Days from 1970-01-01 to a date. Years start in March here, which puts the leap day last.
pub(super) const fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Converts seconds since 1970, for the years 0 to 10,000, to year, month, day, hour, minute,
/// second.
///
/// Neri and Schneider's algorithm (2021). It counts days from March of the year -400: unsigned
/// division by a constant takes the fewest instructions.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "see the years above")]
pub(super) fn date_time(seconds: i64) -> [u32; 6] {
    const START: i64 = days(-400, 3, 1) * DAY;
    /// 2³² / 1461, the days in four years. A product's upper half is the year, its lower half the
    /// day.
    const YEARS: u32 = 2_939_745;
    /// 2¹⁶ / 30.6, the average number of days in a month.
    const MONTHS: u32 = 2_141;

    let seconds = (seconds - START) as u64;
    let (days, second) = ((seconds / DAY as u64) as u32, (seconds % DAY as u64) as u32);
    let (century, day_of_century) = ((4 * days + 3) / 146_097, (4 * days + 3) % 146_097 / 4);
    let years = u64::from(YEARS) * u64::from(4 * day_of_century + 3);
    let (year, day_of_year) = (100 * century + (years >> 32) as u32, years as u32 / YEARS / 4);
    let months = MONTHS * day_of_year + 197_913;
    let (month, day) = (months >> 16, (months & 0xFFFF) / MONTHS + 1);
    let (year, month) = if month > 12 { (year + 1, month - 12) } else { (year, month) };
    [year - 400, month, day, second / 3600, second / 60 % 60, second % 60]
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Parses RFC 3339, with or without an offset, into seconds since 1970 and nanoseconds.
///
/// The error describes the problem.
pub(super) fn parse(text: &str) -> Result<(i64, u32), &'static str> {
    let mut rest = text.as_bytes();
    let date =
        [number(&mut rest, 4, "-")?, number(&mut rest, 2, "-")?, number(&mut rest, 2, "Tt ")?];
    let time = [number(&mut rest, 2, ":")?, number(&mut rest, 2, ":")?, number(&mut rest, 2, "")?];
    let ([year, month, day], [hour, minute, second]) = (date, time);
    let mut nanos = fraction(&mut rest)?;
    let offset = offset(rest)?;
    if !(1..=12).contains(&month) || !(1..=days_in(year, month)).contains(&day) {
        return Err("the date does not exist");
    }
    // A leap second becomes the last nanosecond before it.
    let is_leap_second = second == 60;
    let second = if is_leap_second { 59 } else { second };
    if hour > 23 || minute > 59 || second > 59 {
        return Err("the time of day does not exist");
    }
    let seconds = days(year, month, day) * DAY + hour * 3600 + minute * 60 + second - offset;
    if is_leap_second {
        nanos = 999_999_999;
        if !matches!(date_time(seconds + 1), [_, _, 1, 0, 0, 0]) {
            return Err("no leap second was added at this time");
        }
    }
    Ok((seconds, nanos))
}

/// Parses a number of exactly `digits` digits, then one of `separators` unless that is empty.
fn number(rest: &mut &[u8], digits: usize, separators: &str) -> Result<i64, &'static str> {
    const WRONG: &str = "a digit or a separator is missing";
    let (number, mut after) = rest.split_at_checked(digits).ok_or(WRONG)?;
    if !number.iter().all(u8::is_ascii_digit) {
        return Err(WRONG);
    }
    if !separators.is_empty() {
        let (separator, next) = after.split_first().ok_or(WRONG)?;
        after = next;
        if !separators.as_bytes().contains(separator) {
            return Err(WRONG);
        }
    }
    *rest = after;
    Ok(number.iter().fold(0, |number, digit| number * 10 + i64::from(digit - b'0')))
}

/// Parses an optional fraction of a second and truncates it to nanoseconds.
fn fraction(rest: &mut &[u8]) -> Result<u32, &'static str> {
    let Some(after) = rest.strip_prefix(b".") else { return Ok(0) };
    let length = after.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, after) = after.split_at(length);
    *rest = after;
    if digits.is_empty() {
        return Err("the fraction has no digits");
    }
    let nine = digits.iter().chain(&[b'0'; 9]).take(9);
    Ok(nine.fold(0, |number, digit| number * 10 + u32::from(digit - b'0')))
}

/// Parses an offset from UTC in seconds. A missing offset means UTC.
fn offset(mut rest: &[u8]) -> Result<i64, &'static str> {
    let sign = match rest {
        [] | [b'Z' | b'z'] => return Ok(0),
        [b'+', ..] => 1,
        [b'-', ..] => -1,
        _ => return Err("unexpected text follows the time"),
    };
    rest = rest.split_at(1).1;
    let (hours, minutes) = (number(&mut rest, 2, ":")?, number(&mut rest, 2, "")?);
    if hours > 23 || minutes > 59 || !rest.is_empty() {
        return Err("the offset is out of range");
    }
    Ok(sign * (hours * 3600 + minutes * 60))
}
