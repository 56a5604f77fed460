//! [`AccountId`]: the id of an account.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::values::text_parsing::{deserialize_from_text, deserialize_text};

/// The id of an account: text that the partner or Cyclr chose when the account was created.
///
/// Cyclr generates a GUID when you create an account without an id. Its response may also name a
/// different id from the one you asked for, so store the id that Cyclr returns.
///
/// ```
/// use cyclr_oauth::AccountId;
///
/// let account = AccountId::new("Acme-42")?;
/// assert_eq!(account.as_str(), "Acme-42");
/// assert!(AccountId::new(" ").is_err());
/// # Ok::<(), cyclr_oauth::values::InvalidAccountId>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct AccountId(String);

impl AccountId {
    /// Makes an id from the partner's own text (observed: GUIDs, `Acme-42`, `snjallgogn.is`).
    ///
    /// # Errors
    ///
    /// [`InvalidAccountId`] if HTTP could not carry the id unchanged: it is blank, `.` or `..`,
    /// begins or ends with white space, or contains a control character.
    pub fn new(id: impl Into<String>) -> Result<Self, InvalidAccountId> {
        let id = id.into();
        let trimmed = id.trim();
        if trimmed.is_empty()
            || trimmed.len() != id.len()
            || id.contains(char::is_control)
            || matches!(&*id, "." | "..")
        {
            return Err(InvalidAccountId { id });
        }
        Ok(Self(id))
    }

    /// The id as text.
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

impl Serialize for AccountId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The error for text that HTTP could not carry unchanged as an account id.
///
/// ```
/// use cyclr_oauth::AccountId;
///
/// let error = AccountId::new("Acme ").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "an account id must not be blank, `.` or `..`, must not begin or end with white space, and must not hold control characters",
/// );
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InvalidAccountId {
    id: String,
}

impl InvalidAccountId {
    /// Returns the rejected text.
    #[must_use]
    pub fn into_inner(self) -> String {
        self.id
    }
}

impl fmt::Display for InvalidAccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "an account id must not be blank, `.` or `..`, must not begin or end with white space, \
             and must not hold control characters",
        )
    }
}

impl std::error::Error for InvalidAccountId {}
