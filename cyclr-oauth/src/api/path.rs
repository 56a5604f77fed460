//! Paths and queries.

use std::fmt::Display;

use crate::web::{Piece, join};

/// Encodes a text as one path segment or one query value.
///
/// ```
/// use cyclr_oauth::api::path_segment;
///
/// assert_eq!(path_segment("a/b c").to_string(), "a%2Fb%20c");
/// ```
///
/// As a segment, no encoding keeps `.` and `..` apart from the server's parent folders: a request with one isn't made.
#[must_use]
pub fn path_segment(text: &str) -> impl Display {
    path(&[Piece::Value(text)])
}

/// Joins a path in one allocation of its exact size.
pub(super) fn path(pieces: &[Piece<'_>]) -> String {
    join(pieces).into_string()
}
