//! [`Answer`]: what comes back from Cyclr, read leniently and without repeating what it holds.

use std::fmt;
use std::time::Duration;

use http::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use http::{Response, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::redact::redact;
use super::{Body, Content};
use crate::UtcTimestamp;
use crate::error::{Refusal, RetryAfter};

/// Cyclr's answer to a call that succeeded.
#[derive(Debug)]
pub struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
}

impl Answer {
    pub(super) fn new(response: Response<Body>) -> Self {
        let (parts, body) = response.into_parts();
        Self { status: parts.status, headers: parts.headers, body }
    }

    /// The status, one of success.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// A header's text, if there is such a header and it is a text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body.
    #[must_use]
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// Reads the body as JSON, whatever its `Content-Type` says, and with or without a byte order
    /// mark.
    ///
    /// # Errors
    ///
    /// [`Unreadable`], which repeats nothing of the body.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Unreadable> {
        serde_json::from_slice(without_mark(self.body.as_bytes())).map_err(|error| Unreadable {
            reason: describe(&error),
            line: error.line(),
            column: error.column(),
            length: self.body.as_bytes().len(),
            content_type: self.header(CONTENT_TYPE.as_str()).map(|text| shown(text, 80)),
        })
    }
}

/// An answer is not what was expected of it.
///
/// # Security
///
/// It says where and why, and repeats no value of the answer.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Unreadable {
    reason: String,
    line: usize,
    column: usize,
    length: usize,
    content_type: Option<String>,
}

impl Unreadable {
    /// For a call of one's own, whose answer lacks something.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), line: 0, column: 0, length: 0, content_type: None }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { reason, line, column, length, content_type } = self;
        write!(f, "the answer can't be read: {reason}")?;
        if *line == 0 {
            return Ok(());
        }
        write!(f, " at line {line} column {column} of {length} bytes")?;
        content_type.as_ref().map_or(Ok(()), |kind| write!(f, " of {kind}"))
    }
}

impl std::error::Error for Unreadable {}

/// What serde says, without the value that it found.
fn describe(error: &serde_json::Error) -> String {
    let text = error.to_string();
    // What it appends itself; nothing that it found can stand behind it.
    let text = text.rsplit_once(" at line ").map_or(&*text, |(text, _)| text);
    match error.classify() {
        Category::Data => {
            // The names are those of our own structs, what is expected is in our own words.
            let is_ours =
                text.starts_with("missing field `") || text.starts_with("duplicate field `");
            match text.rsplit_once(", expected ") {
                _ if is_ours => text.to_owned(),
                Some((_, expected)) => format!("expected {expected}"),
                None => "a value is not what it should be".to_owned(),
            }
        }
        // These name the grammar alone.
        Category::Syntax | Category::Eof | Category::Io => text.to_owned(),
    }
}

/// What Cyclr said when it refused, with what is secret taken out.
pub(super) fn refusal(
    response: &Response<Body>,
    sent: &Content,
    access_token: Option<&str>,
) -> Refusal {
    // Of a page of an error not more than anybody reads. The zeros are those of UTF-16.
    let body = without_mark(response.body().as_bytes());
    let text = String::from_utf8_lossy(body.get(..LONGEST).unwrap_or(body)).replace('\0', "");
    let redacted = redact(&text, sent, access_token);
    let message = redacted.message.map(|message| shown(&message, 300));
    Refusal {
        status: response.status(),
        retry_after: retry_after(response.headers()),
        credentials: redacted.credentials,
        message: message.filter(|message| !message.is_empty()),
        body: shown(&redacted.body, 2048),
    }
}

/// How many bytes of an error are looked at.
const LONGEST: usize = 16 * 1024;

fn retry_after(headers: &HeaderMap) -> Option<RetryAfter> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(RetryAfter::After(Duration::from_secs(seconds)));
    }
    let moment = httpdate::parse_http_date(text).ok()?;
    Some(RetryAfter::At(UtcTimestamp::from(moment)))
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// For a log: on one line, of at most so many bytes.
fn shown(text: &str, at_most: usize) -> String {
    let mut shown = String::new();
    for c in text.trim().chars() {
        if shown.len() + c.len_utf8() > at_most {
            shown.push('…');
            break;
        }
        shown.push(if breaks_the_line(c) { ' ' } else { c });
    }
    shown
}

/// Ends a line, or turns its direction.
fn breaks_the_line(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
