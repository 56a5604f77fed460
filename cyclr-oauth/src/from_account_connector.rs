//! [`FromAccountConnector`]: a struct read back from what Cyclr shows.

use std::fmt;

use crate::api::AccountConnectorState;
use crate::reader::Reader;

/// A struct that is read back from an account connector, as Cyclr shows it.
///
/// Derive it beside [`AccountConnector`](crate::AccountConnector), whose attributes it reads the other
/// way round; the derive's page says how. The hidden items are the derive's alone and change without
/// notice.
///
/// ```
/// use cyclr_oauth::api::AccountConnectorState;
/// use cyclr_oauth::{AccountConnector, FromAccountConnector, Secret};
///
/// #[derive(AccountConnector, FromAccountConnector)]
/// struct Acme {
///     client_id: String,
///     client_secret: Secret,
///     port: Option<u16>,
/// }
///
/// let answer = r#"{
///     "Id": 7,
///     "Authenticated": true,
///     "Connector": {"Id": 77},
///     "Properties": [{"Name": "ClientId", "Value": "id"}, {"Name": "Port", "Value": "https"}]
/// }"#;
/// let state: AccountConnectorState = serde_json::from_str(answer)?;
/// let error = Acme::from_account_connector(&state).err().unwrap();
/// assert_eq!(
///     error.to_string(),
///     "the property `ClientSecret` is missing; the property `Port` is not an integer that fits a `u16`",
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be read from an account connector",
    label = "can't be read from an account connector",
    note = "put `#[derive(FromAccountConnector)]` on the struct that holds its properties"
)]
pub trait FromAccountConnector: Sized {
    /// Whether a property without a field is a problem.
    #[doc(hidden)]
    const DENY_UNKNOWN: bool = false;

    /// Reads everything; `None` if there was a problem, which the reader keeps.
    #[doc(hidden)]
    fn read_from(reader: &mut Reader<'_>) -> Option<Self>;

    /// Reads properties and `AuthValue`.
    ///
    /// # Errors
    ///
    /// [`InvalidAccountConnector`], with everything that is wrong.
    fn from_account_connector(
        state: &AccountConnectorState,
    ) -> Result<Self, InvalidAccountConnector> {
        let mut reader = Reader::new(state);
        let read = Self::read_from(&mut reader);
        let problems = reader.finish(Self::DENY_UNKNOWN);
        read.filter(|_| problems.is_empty()).ok_or(InvalidAccountConnector { problems })
    }
}

/// Why a struct could not be read from an account connector: all problems at once.
///
/// # Security
///
/// No value is in here.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InvalidAccountConnector {
    problems: Vec<PropertyProblem>,
}

impl InvalidAccountConnector {
    /// All that is wrong, in the order of the fields.
    ///
    /// ```
    /// use cyclr_oauth::{InvalidAccountConnector, PropertyProblem};
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
            Self::Unknown { name } => write!(f, "the property `{name}` is unknown"),
            Self::NoAuthValue { part: "AuthValue" } => f.write_str("the `AuthValue` is missing"),
            Self::NoAuthValue { part } => write!(f, "the `AuthValue` has no `{part}`"),
            Self::NoTokens => f.write_str("the `AuthValue` is not the JSON of OAuth tokens"),
        }
    }
}
