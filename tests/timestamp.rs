use std::time::{Duration, SystemTime};

use cyclr_oauth::UtcTimestamp;
use proptest::prelude::*;

fn parse(text: &str) -> UtcTimestamp {
    text.parse().unwrap()
}

#[test]
fn every_spelling_that_cyclr_sends() {
    for (text, written) in [
        ("2017-12-08T11:02:48.7436471Z", "2017-12-08T11:02:48.7436471Z"),
        ("2001-03-28T11:22:33.138Z", "2001-03-28T11:22:33.138Z"),
        ("2018-01-01T00:00:00+00:00", "2018-01-01T00:00:00Z"),
        ("2018-01-01T00:00:00-00:00", "2018-01-01T00:00:00Z"),
        ("2021-10-01T00:00:00Z", "2021-10-01T00:00:00Z"),
        ("2021-10-01T00:00:00", "2021-10-01T00:00:00Z"),
        ("2021-10-01T00:00:00.5", "2021-10-01T00:00:00.5Z"),
        ("2021-10-01t00:00:00z", "2021-10-01T00:00:00Z"),
        ("2021-10-01T02:30:00+02:30", "2021-10-01T00:00:00Z"),
        ("2021-09-30T23:00:00-01:00", "2021-10-01T00:00:00Z"),
        ("2021-10-01T23:59:00+23:59", "2021-10-01T00:00:00Z"),
        ("2021-10-01T00:00:00.0000000Z", "2021-10-01T00:00:00Z"),
        ("2021-10-01T00:00:00.1200000Z", "2021-10-01T00:00:00.12Z"),
        ("2021-10-01T00:00:00.000000001Z", "2021-10-01T00:00:00.000000001Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999999999Z"),
        ("2016-12-31T15:59:60.25-08:00", "2016-12-31T23:59:59.999999999Z"),
        ("0001-01-01T00:00:00", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999Z"),
    ] {
        assert_eq!(parse(text).to_string(), written, "{text}");
        let json = serde_json::to_string(text).unwrap();
        let read: UtcTimestamp = serde_json::from_str(&json).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), format!("\"{written}\""));
    }
}

#[test]
fn an_invalid_time_is_refused() {
    for text in [
        "",
        "2021-10-01",
        "00:00:00Z",
        "2021-10-01T00:00Z",
        "2021-13-01T00:00:00Z",
        "2021-02-29T00:00:00Z",
        "2021-10-01T24:00:00Z",
        "2016-12-30T23:59:60Z",
        "2016-12-31T23:58:60Z",
        "2016-12-31T22:59:60Z",
        "2016-12-31T23:59:61Z",
        "2021-10-01T00:00:00.Z",
        "2021-10-01T00:00:00Z ",
        "2021-10-01T00:00:00+24:00",
        "2021-10-01T00:00:00+00:60",
        "2021-10-01T00:00:00ZZ",
        "10000-01-01T00:00:00Z",
        "-001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-00:01",
        "0000-01-01T00:00:00+00:01",
        "Thu, 02 Mar 2023 03:03:24 GMT",
        "1638316800",
        "２021-10-01T00:00:00Z",
    ] {
        let error = text.parse::<UtcTimestamp>().expect_err(text).to_string();
        assert!(error.starts_with("expected a time such as 2021-10-01T00:00:00Z: "), "{error}");
    }
}

#[test]
fn a_number_is_not_a_time() {
    let error = serde_json::from_str::<UtcTimestamp>("1638316800").unwrap_err().to_string();
    assert!(error.contains("expected a time such as 2021-10-01T00:00:00Z"), "{error}");
}

#[test]
fn the_limits() {
    assert_eq!(UtcTimestamp::MIN.to_string(), "0000-01-01T00:00:00Z");
    assert_eq!(UtcTimestamp::MAX.to_string(), "9999-12-31T23:59:59.999999999Z");
    assert_eq!(parse(&UtcTimestamp::MIN.to_string()), UtcTimestamp::MIN);
    assert_eq!(parse(&UtcTimestamp::MAX.to_string()), UtcTimestamp::MAX);
}

#[test]
fn the_system_clock_in_both_directions() {
    let moment = SystemTime::UNIX_EPOCH + Duration::new(1_512_730_968, 743_647_100);
    assert_eq!(UtcTimestamp::from(moment), parse("2017-12-08T11:02:48.7436471Z"));
    assert_eq!(SystemTime::from(parse("2017-12-08T11:02:48.7436471Z")), moment);
    let before_the_epoch = SystemTime::UNIX_EPOCH - Duration::from_millis(1500);
    assert_eq!(UtcTimestamp::from(before_the_epoch), parse("1969-12-31T23:59:58.5Z"));
    assert_eq!(SystemTime::from(parse("1969-12-31T23:59:58.5Z")), before_the_epoch);
    let far_away = SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 40);
    assert_eq!(UtcTimestamp::from(far_away), UtcTimestamp::MAX);
    let long_ago = SystemTime::UNIX_EPOCH - Duration::from_secs(1 << 40);
    assert_eq!(UtcTimestamp::from(long_ago), UtcTimestamp::MIN);
    assert!(UtcTimestamp::now() > parse("2024-01-01T00:00:00Z"));
}

/// The calendar repeats after 400 years.
#[test]
fn the_days_of_400_years_are_those_of_another_crate() {
    for (year, month) in (1900..2300).flat_map(|year| (1..=12).map(move |month| (year, month))) {
        for day in 1..=31 {
            let text = format!("{year}-{month:02}-{day:02}T13:{day:02}:{month:02}Z");
            let ours = text.parse::<UtcTimestamp>().ok();
            let theirs = chrono::DateTime::parse_from_rfc3339(&text).ok();
            assert_eq!(ours.map(Into::into), theirs.map(|time| time.to_utc()), "{text}");
            assert!(ours.is_none_or(|time| time.to_string() == text), "{text}");
        }
    }
}

#[test]
fn sums_and_differences_stay_within_the_limits() {
    let (noon, later) = (parse("2021-10-01T12:00:00.5Z"), parse("2021-10-01T12:01:30Z"));
    assert_eq!(noon.saturating_add(Duration::from_millis(89_500)), later);
    assert_eq!(later.saturating_duration_since(noon), Duration::from_millis(89_500));
    assert_eq!(noon.saturating_duration_since(later), Duration::ZERO);
    assert_eq!(noon.saturating_add(Duration::MAX), UtcTimestamp::MAX);
    assert_eq!(
        UtcTimestamp::MIN.saturating_add(Duration::from_nanos(1)).to_string(),
        "0000-01-01T00:00:00.000000001Z"
    );
}

#[test]
fn times_beyond_the_range_of_jiff_become_its_last_moment() {
    assert_eq!(jiff::Timestamp::from(UtcTimestamp::MAX), jiff::Timestamp::MAX);
}

proptest! {
    #[test]
    fn other_crates_mean_the_same_moment(seconds in -62_167_219_200_i64..253_402_207_200, nanos in 0_u32..1_000_000_000) {
        let chrono = chrono::DateTime::from_timestamp(seconds, nanos).unwrap();
        let timestamp = UtcTimestamp::from(chrono);
        prop_assert_eq!(chrono::DateTime::<chrono::Utc>::from(timestamp), chrono);

        let text = timestamp.to_string();
        prop_assert_eq!(parse(&text), timestamp);

        let jiff: jiff::Timestamp = text.parse().unwrap();
        prop_assert_eq!(jiff::Timestamp::from(timestamp), jiff);
        prop_assert_eq!(UtcTimestamp::from(jiff), timestamp);

        let time = time::OffsetDateTime::parse(&text, &time::format_description::well_known::Rfc3339).unwrap();
        prop_assert_eq!(time::OffsetDateTime::from(timestamp), time);
        prop_assert_eq!(UtcTimestamp::from(time), timestamp);

        prop_assert_eq!(UtcTimestamp::from(SystemTime::from(timestamp)), timestamp);
    }

    #[test]
    fn another_reader_of_rfc_3339_agrees(
        text in "[0-9]{3}[0-9]-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,9})?(Z|z|[+-][0-2][0-9]:[0-6][0-9])",
    ) {
        let other = time::OffsetDateTime::parse(&text, &time::format_description::well_known::Rfc3339);
        let other = other.ok().and_then(time::OffsetDateTime::checked_to_utc);
        let other = other.filter(|time| (0..=9999).contains(&time.year()));
        let ours = text.parse::<UtcTimestamp>().ok();
        prop_assert_eq!(ours.map(time::OffsetDateTime::from), other.map(Into::into), "{}", text);
    }

    #[test]
    fn order_is_the_order_of_time(a in 0_u64..253_402_300_799, b in 0_u64..253_402_300_799) {
        let at = |seconds| UtcTimestamp::from(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
        prop_assert_eq!(at(a).cmp(&at(b)), a.cmp(&b));
    }

    #[test]
    fn parsing_never_panics(text in ".{0,40}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}.{0,12}") {
        if let Ok(timestamp) = text.parse::<UtcTimestamp>() {
            prop_assert_eq!(parse(&timestamp.to_string()), timestamp);
        }
    }
}
