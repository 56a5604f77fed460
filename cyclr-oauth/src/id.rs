//! The ids that calls name: which account, which account connector in it, which connector.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::from_text::deserialize_from_text;

macro_rules! integer_id {
    ($(#[$doc:meta])* $Id:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub struct $Id(u64);

        impl $Id {
            /// The number.
            #[must_use]
            pub const fn get(self) -> u64 {
                self.0
            }
        }

        impl From<$Id> for u64 {
            fn from(id: $Id) -> Self {
                id.0
            }
        }

        impl fmt::Display for $Id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl Serialize for $Id {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for $Id {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                u64::deserialize(deserializer).map(Self)
            }
        }
    };
}

integer_id! {
    /// The integer id of an account connector: a connector installed in an account.
    ///
    /// It is the `id` of the authentication URL (documented), not the id of the connector's
    /// definition, which is a [`ConnectorId`].
    ///
    /// ```
    /// use cyclr_oauth::AccountConnectorId;
    ///
    /// let id = AccountConnectorId::from(1234);
    /// assert_eq!(id.get(), 1234);
    /// assert_eq!(id.to_string(), "1234");
    /// ```
    AccountConnectorId
}

integer_id! {
    /// The integer id of a connector: the definition of a third-party application.
    ///
    /// ```
    /// use cyclr_oauth::ConnectorId;
    ///
    /// assert_eq!(ConnectorId::from(77).to_string(), "77");
    /// ```
    ConnectorId
}

integer_id! {
    /// The integer id of one property of one account connector.
    ///
    /// ```
    /// use cyclr_oauth::PropertyId;
    ///
    /// assert_eq!(PropertyId::from(9).to_string(), "9");
    /// ```
    PropertyId
}

// The only conversions into an id, so that the literal of `.id(1234)` has one type to become. Not made
// by the macro, since the compiler shows them.

impl From<u64> for AccountConnectorId {
    fn from(id: u64) -> Self {
        Self(id)
    }
}

impl From<u64> for ConnectorId {
    fn from(id: u64) -> Self {
        Self(id)
    }
}

impl From<u64> for PropertyId {
    fn from(id: u64) -> Self {
        Self(id)
    }
}

/// The id of an account: an opaque text that the partner chose when the account was made.
///
/// ```
/// use cyclr_oauth::AccountId;
///
/// let account = AccountId::new("Acme-42")?;
/// assert_eq!(account.as_str(), "Acme-42");
/// assert!(AccountId::new(" ").is_err());
/// # Ok::<(), cyclr_oauth::InvalidAccountId>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct AccountId(String);

impl AccountId {
    /// Takes the id as the partner chose it (observed: GUIDs, `Acme-42`, `snjallgogn.is`).
    ///
    /// # Errors
    ///
    /// [`InvalidAccountId`] if the text is blank, holds a control character, which no HTTP header
    /// can carry, or is `.` or `..`, which no path can name.
    pub fn new(id: impl Into<String>) -> Result<Self, InvalidAccountId> {
        let id = id.into();
        if id.trim().is_empty() || id.contains(char::is_control) || matches!(&*id, "." | "..") {
            return Err(InvalidAccountId { id });
        }
        Ok(Self(id))
    }

    /// The id as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for AccountId {
    type Err = InvalidAccountId;

    fn from_str(id: &str) -> Result<Self, InvalidAccountId> {
        Self::new(id)
    }
}

deserialize_from_text!(AccountId, "account id");

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The text is no account id: it is blank, holds a control character, or is `.` or `..`.
///
/// ```
/// use cyclr_oauth::AccountId;
///
/// let error = AccountId::new("").unwrap_err();
/// assert_eq!(error.to_string(), "an account id is neither blank nor `.` nor `..`, and holds no control characters");
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InvalidAccountId {
    id: String,
}

impl InvalidAccountId {
    /// Gives the refused text back.
    #[must_use]
    pub fn into_inner(self) -> String {
        self.id
    }
}

impl fmt::Display for InvalidAccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "an account id is neither blank nor `.` nor `..`, and holds no control characters",
        )
    }
}

impl std::error::Error for InvalidAccountId {}
