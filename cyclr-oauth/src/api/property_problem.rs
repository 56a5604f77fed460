//! [`InvalidAccountConnector`]: why an account connector can't be read.

use std::fmt;

/// Why a struct or enum can't be read from an account connector: all problems at once.
///
/// # Security
///
/// It contains no values.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InvalidAccountConnector {
    pub(super) problems: Vec<PropertyProblem>,
}

impl InvalidAccountConnector {
    /// All problems, in field order.
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
        list(f, "; ", &self.problems)
    }
}

fn list(
    f: &mut fmt::Formatter<'_>,
    between: &str,
    items: impl IntoIterator<Item = impl fmt::Display>,
) -> fmt::Result {
    for (index, item) in items.into_iter().enumerate() {
        let separator = if index == 0 { "" } else { between };
        write!(f, "{separator}{item}")?;
    }
    Ok(())
}

impl std::error::Error for InvalidAccountConnector {}

/// One problem with an account connector.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum PropertyProblem {
    /// A property is missing or null.
    Absent {
        /// Its name.
        name: &'static str,
    },
    /// A property has a value that its field can't hold.
    Malformed {
        /// Its name.
        name: &'static str,
        /// What the value should be, after the word "not".
        expected: &'static str,
    },
    /// A property has no field, and the struct or enum has `deny_unknown`.
    Unknown {
        /// Its name.
        name: String,
    },
    /// The `AuthValue`, or part of it, is missing.
    NoAuthValue {
        /// The missing part, or `AuthValue`.
        part: &'static str,
    },
    /// The `AuthValue` isn't the JSON of OAuth tokens.
    NoTokens,
    /// No variant of the enum fits.
    NoVariant {
        /// The variants that were tried, in declaration order.
        variants: Vec<VariantProblems>,
    },
    /// Several variants of the enum fit equally well.
    Ambiguous {
        /// Their names, in declaration order.
        variants: Vec<&'static str>,
    },
    /// The account connector's `AuthenticationId` isn't that of any variant.
    UnknownAuthentication {
        /// The variants' names.
        variants: Vec<&'static str>,
    },
}

/// The problems of an account connector with one variant of an enum.
///
/// ```
/// # use cyclr_oauth::api::AccountConnectorState;
/// use cyclr_oauth::api::PropertyProblem;
/// use cyclr_oauth::{AuthValue, FromAccountConnector, Secret};
///
/// #[derive(FromAccountConnector)]
/// enum Acme {
///     Application {
///         client_id: String,
///         client_secret: Secret,
///     },
///     Key {
///         #[cyclr(auth_value)]
///         key: AuthValue,
///     },
/// }
///
/// # let response = r#"{"Id": 7, "Authenticated": false, "Connector": {"Id": 77}, "Properties": [{"Name": "ClientId", "Value": "id"}]}"#;
/// # let state: AccountConnectorState = serde_json::from_str(response)?;
/// let error = Acme::from_account_connector(&state).err().unwrap();
/// assert_eq!(
///     error.to_string(),
///     "no variant fits: `Application` (the property `ClientSecret` is missing), \
///      `Key` (the `AuthValue` is missing)",
/// );
/// let [PropertyProblem::NoVariant { variants }] = error.problems() else { panic!() };
/// assert_eq!(variants[0].variant(), "Application");
/// assert_eq!(variants[0].problems(), [PropertyProblem::Absent { name: "ClientSecret" }]);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct VariantProblems {
    pub(super) variant: &'static str,
    pub(super) problems: Vec<PropertyProblem>,
}

impl VariantProblems {
    /// The variant's name.
    #[must_use]
    pub fn variant(&self) -> &'static str {
        self.variant
    }

    /// All problems, in field order.
    #[must_use]
    pub fn problems(&self) -> &[PropertyProblem] {
        &self.problems
    }
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
            Self::NoVariant { variants } => {
                f.write_str("no variant fits: ")?;
                list(f, ", ", variants)
            }
            Self::Ambiguous { variants } => {
                f.write_str("several variants fit equally well: ")?;
                list(f, ", ", variants.iter().map(|variant| format!("`{variant}`")))
            }
            Self::UnknownAuthentication { variants } => {
                f.write_str("the `AuthenticationId` is not that of ")?;
                list(f, " or ", variants.iter().map(|variant| format!("`{variant}`")))
            }
        }
    }
}

impl fmt::Display for VariantProblems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { variant, problems } = self;
        write!(f, "`{variant}` (")?;
        list(f, "; ", problems)?;
        f.write_str(")")
    }
}
