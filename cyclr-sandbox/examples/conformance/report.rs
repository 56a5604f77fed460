//! [`Report`]: what was expected and what was found.

use std::fmt;

/// Where the sandbox has a behaviour from.
#[derive(Clone, Copy)]
pub(crate) enum Source {
    Documented,
    Observed,
    OurChoice,
}

#[derive(Default)]
pub(crate) struct Report(Vec<Row>);

struct Row {
    route: &'static str,
    what: &'static str,
    source: Source,
    expected: String,
    found: String,
}

impl Report {
    #[expect(clippy::needless_pass_by_value, reason = "texts, numbers and values alike")]
    pub(crate) fn check(
        &mut self,
        (route, what, source): (&'static str, &'static str, Source),
        expected: impl ToString,
        found: impl ToString,
    ) {
        let (expected, found) = (expected.to_string(), found.to_string());
        self.0.push(Row { route, what, source, expected, found });
    }

    pub(crate) fn differences(&self) -> usize {
        self.0.iter().filter(|it| it.differs()).count()
    }
}

impl Row {
    fn differs(&self) -> bool {
        self.expected != self.found
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Documented => "documented",
            Self::Observed => "observed",
            Self::OurChoice => "our choice",
        })
    }
}

/// The differences as a table, and a line with the numbers.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let different: Vec<_> = self.0.iter().filter(|it| it.differs()).collect();
        if !different.is_empty() {
            writeln!(f, "| route | what | source | sandbox | this server |")?;
            writeln!(f, "| --- | --- | --- | --- | --- |")?;
        }
        for Row { route, what, source, expected, found } in &different {
            let found = found.replace('|', "\\|").replace(['\r', '\n'], " ");
            writeln!(f, "| `{route}` | {what} | {source} | {expected} | {found} |")?;
        }
        write!(f, "{} checks, {} differences", self.0.len(), different.len())
    }
}
