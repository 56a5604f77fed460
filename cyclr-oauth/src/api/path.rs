//! Paths and queries.

use std::fmt::Display;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A text as one segment of a path, or one value of a query.
///
/// ```
/// use cyclr_oauth::api::path_segment;
///
/// assert_eq!(path_segment("a/b c").to_string(), "a%2Fb%20c");
/// ```
#[must_use]
pub fn path_segment(text: &str) -> impl Display {
    encoded(text)
}

/// A path around one segment, in one allocation of its size.
pub(super) fn around(before: &str, segment: &str, after: &str) -> String {
    let length = encoded(segment).map(str::len).sum::<usize>();
    let mut path = String::with_capacity(before.len() + length + after.len());
    path.push_str(before);
    path.extend(encoded(segment));
    path.push_str(after);
    path
}

pub(super) fn encoded(text: &str) -> percent_encoding::PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED)
}
