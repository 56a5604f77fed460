//! [`ApiResponse`]: a response from Cyclr, read leniently and never repeated in errors.

use std::fmt;

use http::header::{CONTENT_TYPE, HeaderMap};
use http::{Response, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::api::body::Body;
use crate::api::lenient::without_byte_order_mark;

/// Cyclr's response to a successful call.
pub struct ApiResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
}

impl ApiResponse {
    pub(super) fn new(response: Response<Body>) -> Self {
        let (parts, body) = response.into_parts();
        Self { status: parts.status, headers: parts.headers, body }
    }

    /// The status, which is a success.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// A header as text, if it is present and is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// Reads the body as JSON, ignoring its `Content-Type` and a byte order mark.
    ///
    /// # Errors
    ///
    /// [`Unreadable`], which contains nothing of the body.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Unreadable> {
        serde_json::from_slice(without_byte_order_mark(self.body.as_bytes())).map_err(|error| {
            Unreadable {
                reason: describe(&error),
                line: error.line(),
                column: error.column(),
                length: self.body.as_bytes().len(),
                content_type: self.header(CONTENT_TYPE.as_str()).map(known_type),
            }
        })
    }
}

/// Leaves out the headers' values, which may hold anything that was sent.
impl fmt::Debug for ApiResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { status, headers: _, body } = self;
        f.debug_struct("ApiResponse")
            .field("status", status)
            .field("body", body)
            .finish_non_exhaustive()
    }
}

/// The error for an unexpected response.
///
/// # Security
///
/// It gives the position and the reason, and repeats no value of the response.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Unreadable {
    reason: String,
    line: usize,
    column: usize,
    length: usize,
    content_type: Option<&'static str>,
}

impl Unreadable {
    /// Makes the error, for your own call whose response lacks something.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), line: 0, column: 0, length: 0, content_type: None }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { reason, line, column, length, content_type } = self;
        write!(f, "the response can't be read: {reason}")?;
        if *line == 0 {
            return Ok(());
        }
        write!(f, " at line {line} column {column} of {length} bytes")?;
        content_type.as_ref().map_or(Ok(()), |kind| write!(f, " of {kind}"))
    }
}

impl std::error::Error for Unreadable {}

/// A content type that is safe to print. A server may send anything.
fn known_type(text: &str) -> &'static str {
    let essence = text.split(';').next().unwrap_or(text).trim();
    ["application/json", "application/xml", "text/html", "text/plain", "text/xml"]
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(essence))
        .unwrap_or("another content type")
}

/// serde's message without the value that it found.
fn describe(error: &serde_json::Error) -> String {
    let text = error.to_string();
    // serde appends the position last, so nothing from the response can follow it.
    let text = text.rsplit_once(" at line ").map_or(&*text, |(text, _)| text);
    match error.classify() {
        Category::Data => {
            // The names are those of our own structs; the expectation is in our own words.
            let is_ours =
                text.starts_with("missing field `") || text.starts_with("duplicate field `");
            match text.rsplit_once(", expected ") {
                _ if is_ours => text.to_owned(),
                // serde's message about a type or a value; the text after it is the visitor's own.
                Some((_, expected)) if text.starts_with("invalid ") => {
                    format!("expected {expected}")
                }
                _ => "a value is not what it should be".to_owned(),
            }
        }
        // These name only the grammar.
        Category::Syntax | Category::Eof | Category::Io => text.to_owned(),
    }
}
