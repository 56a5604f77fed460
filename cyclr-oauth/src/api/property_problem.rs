//! [`InvalidAccountConnector`]: why a struct could not be read from an account connector.

use std::fmt;

/// Why a struct could not be read from an account connector: all problems at once.
///
/// # Security
///
/// No value is in here.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InvalidAccountConnector {
    pub(super) problems: Vec<PropertyProblem>,
}

impl InvalidAccountConnector {
    /// All that is wrong, in the order of the fields.
    ///
    /// ```
    /// use cyclr_oauth::api::{InvalidAccountConnector, PropertyProblem};
    ///
    /// /// What to ask the user for.
    /// fn missing(error: &InvalidAccountConnector) -> impl Iterator<Item = &'static str> {
    ///     error.problems().iter().filter_map(|problem| match problem {
    ///         PropertyProblem::Absent { name } => Some(*name),
    ///         _ => None,
    ///     })
    /// }
    /// ```
    #[must_use]
    pub fn problems(&self) -> &[PropertyProblem] {
        &self.problems
    }
}

impl fmt::Display for InvalidAccountConnector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for InvalidAccountConnector {}

/// One thing that is wrong about an account connector.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum PropertyProblem {
    /// A property isn't there, or is null.
    Absent {
        /// Its name.
        name: &'static str,
    },
    /// A property isn't what its field holds.
    Malformed {
        /// Its name.
        name: &'static str,
        /// What it should be, after the word "not".
        expected: &'static str,
    },
    /// There is no field for a property, and the struct has `deny_unknown`.
    Unknown {
        /// Its name.
        name: String,
    },
    /// There is no `AuthValue`, or no such part of it.
    NoAuthValue {
        /// The part, or `AuthValue`.
        part: &'static str,
    },
    /// The `AuthValue` isn't the JSON of OAuth tokens.
    NoTokens,
}

impl fmt::Display for PropertyProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent { name } => write!(f, "the property `{name}` is missing"),
            Self::Malformed { name, expected } => {
                write!(f, "the property `{name}` is not {expected}")
            }
            Self::Unknown { name } => write!(f, "the property {name:?} is unknown"),
            Self::NoAuthValue { part: "AuthValue" } => f.write_str("the `AuthValue` is missing"),
            Self::NoAuthValue { part } => write!(f, "the `AuthValue` has no `{part}`"),
            Self::NoTokens => f.write_str("the `AuthValue` is not the JSON of OAuth tokens"),
        }
    }
}
