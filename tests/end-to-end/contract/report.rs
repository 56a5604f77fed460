//! Expected behaviour, actual behaviour, and the weight of a difference.

use std::fmt;
use std::pin::Pin;

use crate::server::Server;

/// The source of a point.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Standing {
    /// Cyclr's documentation: a difference is a failure.
    Documented,
    /// Observed behaviour of Cyclr or of partners' code: a difference is news.
    Observed,
    /// No source: the expectation is a guess, which a switch of the sandbox changes.
    Undocumented,
}

/// One point.
pub(super) struct Check {
    pub(super) point: &'static str,
    pub(super) standing: Standing,
    pub(super) expected: &'static str,
    pub(super) find: fn(&Server) -> Finding<'_>,
}

pub(super) type Finding<'a> = Pin<Box<dyn Future<Output = Found> + 'a>>;

/// A check's findings: statuses, member names and the like, but never a secret value.
pub(super) enum Found {
    This(String),
    /// The server lacks what the check needs.
    NotApplicable(&'static str),
}

impl<T: Into<String>> From<T> for Found {
    fn from(text: T) -> Self {
        Self::This(text.into())
    }
}

struct Difference {
    point: &'static str,
    standing: Standing,
    expected: &'static str,
    found: String,
}

pub(super) struct Report {
    server: String,
    checks: usize,
    differences: Vec<Difference>,
    not_applicable: Vec<(&'static str, &'static str)>,
    leftovers: Vec<String>,
}

impl Report {
    pub(super) fn new(server: impl Into<String>) -> Self {
        let (differences, not_applicable, leftovers) = (Vec::new(), Vec::new(), Vec::new());
        Self { server: server.into(), checks: 0, differences, not_applicable, leftovers }
    }

    pub(super) fn add(&mut self, check: &Check, found: Found) {
        let Check { point, standing, expected, find: _ } = *check;
        self.checks += 1;
        match found {
            Found::This(found) if found == expected => {}
            Found::This(found) => {
                self.differences.push(Difference { point, standing, expected, found });
            }
            Found::NotApplicable(reason) => self.not_applicable.push((point, reason)),
        }
    }

    /// Something that could not be removed.
    pub(super) fn leave(&mut self, leftover: String) {
        self.leftovers.push(leftover);
    }

    pub(super) fn has_failed(&self) -> bool {
        let documented = |it: &Difference| it.standing == Standing::Documented;
        self.differences.iter().any(documented) || !self.leftovers.is_empty()
    }

    /// Whether every point was checked, and none differs.
    pub(super) fn is_clean(&self) -> bool {
        self.differences.is_empty() && self.not_applicable.is_empty() && self.leftovers.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { server, checks, differences, not_applicable, leftovers } = self;
        writeln!(f, "{checks} points checked against {server}: {} differ", differences.len())?;
        for Difference { point, standing, expected, found } in differences {
            writeln!(f, "  {point} ({})", standing.to_string().to_lowercase())?;
            writeln!(f, "    expected: {expected}\n    found:    {found}")?;
        }
        for (point, reason) in not_applicable {
            writeln!(f, "  {point}\n    not checked: {reason}")?;
        }
        for leftover in leftovers {
            writeln!(f, "  left behind: {leftover}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
