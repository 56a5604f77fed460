//! Timestamps against the `time` crate.
#![no_main]

use cyclr_oauth::UtcTimestamp;
use libfuzzer_sys::fuzz_target;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

fuzz_target!(|text: &str| {
    let ours = UtcTimestamp::parse(text);
    if let Ok(ours) = ours {
        assert_eq!(UtcTimestamp::parse(&ours.to_string()), Ok(ours), "{text}");
    }
    // Where both read a text, they agree.
    if let (Ok(ours), Ok(theirs)) = (ours, OffsetDateTime::parse(text, &Rfc3339)) {
        let same = OffsetDateTime::try_from(ours).expect("a year of four digits");
        let (a, b) = (same.unix_timestamp_nanos(), theirs.unix_timestamp_nanos());
        assert!((a - b).abs() < 1_000_000_000, "{text}: {ours} and {theirs}");
    }
});
