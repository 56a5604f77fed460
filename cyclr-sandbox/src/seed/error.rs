//! [`SeedError`]: what is wrong with a seed, and where.

use std::fmt;
use std::io;
use std::path::Path;

/// The seed can't be read, or contradicts itself.
#[derive(Debug)]
pub struct SeedError {
    /// Counted from 1; 0 if the mistake has no place.
    line: usize,
    column: usize,
    sentence: String,
    source: Option<io::Error>,
}

impl SeedError {
    pub(super) fn file(path: &Path, error: io::Error) -> Self {
        let sentence = format!("the file {} can't be read", path.display());
        Self { line: 0, column: 0, sentence, source: Some(error) }
    }

    /// At the beginning of `part`, which is a part of `text`.
    pub(super) fn at(text: &str, part: &str, sentence: impl Into<String>) -> Self {
        let (line, column) = place(text, part);
        Self { line, column, sentence: sentence.into(), source: None }
    }

    /// Where the parser stopped in `part`, which is a part of `text`.
    pub(super) fn json(text: &str, part: &str, error: &serde_json::Error) -> Self {
        let (first_line, first_column) = place(text, part);
        let (line, column) = (error.line().max(1), error.column());
        let column = if line == 1 { (first_column + column).saturating_sub(1) } else { column };
        let mut sentence = error.to_string();
        // The place that the parser knows is one within the part.
        if let Some(end) = sentence.rfind(" at line ") {
            sentence.truncate(end);
        }
        let sentence = without_value(sentence);
        Self { line: first_line + line - 1, column: column.max(1), sentence, source: None }
    }

    /// The line of the mistake, from 1; 0 if the file can't be read at all.
    #[must_use]
    pub const fn line(&self) -> usize {
        self.line
    }

    /// The column of the mistake, from 1, in bytes; 0 if the file can't be read at all.
    #[must_use]
    pub const fn column(&self) -> usize {
        self.column
    }
}

/// Serde repeats a value of the wrong type; it may be a secret, so its type is enough.
fn without_value(sentence: String) -> String {
    let wrong = sentence.strip_prefix("invalid type: ").map(|it| ("type", it));
    let wrong = wrong.or_else(|| sentence.strip_prefix("invalid value: ").map(|it| ("value", it)));
    let Some((what, (found, expected))) =
        wrong.and_then(|(what, it)| Some((what, it.rsplit_once(", expected ")?)))
    else {
        return sentence;
    };
    let found = found.split([' ', '"', '`']).next().unwrap_or(found);
    format!("invalid {what}: {found}, expected {expected}")
}

/// Line and column of the beginning of `part`, from 1.
#[expect(clippy::expect_used, reason = "serde borrows the part from the text")]
fn place(text: &str, part: &str) -> (usize, usize) {
    let offset = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    let before = text.get(..offset).expect("the part is one of the text");
    let line_start = before.rfind('\n').map_or(0, |it| it + 1);
    (before.matches('\n').count() + 1, before.len() - line_start + 1)
}

impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "line {}, column {}: ", self.line, self.column)?;
        }
        f.write_str(&self.sentence)
    }
}

impl std::error::Error for SeedError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|it| it as _)
    }
}
