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
        let sentence = error.to_string();
        // The place that the parser knows is one within the part.
        let sentence = sentence.split(" at line ").next().unwrap_or_default().to_owned();
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

/// Line and column of the beginning of `part`, from 1.
fn place(text: &str, part: &str) -> (usize, usize) {
    let offset = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    let before = text.get(..offset).unwrap_or_default();
    let (line, column) = (before.matches('\n').count(), before.rfind('\n').map(|it| it + 1));
    (line + 1, before.len() - column.unwrap_or_default() + 1)
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
