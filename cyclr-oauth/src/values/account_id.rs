//! [`AccountId`]: which account a call names.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::values::text_parsing::{deserialize_from_text, deserialize_text};

/// The id of an account: opaque text, given to Cyclr or by Cyclr when the account was created.
///
/// Cyclr makes a GUID for an account that is created without an id, and its response may name another
/// id than the one that was asked for: keep the id of the account that Cyclr returned.
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
    /// Takes the id as the partner chose it (observed: GUIDs, `Acme-42`, `snjallgogn.is`).
    ///
    /// # Errors
    ///
    /// [`InvalidAccountId`] if HTTP would change the id on its way: if the text is blank or has white
    /// space at either end, which a header loses; holds a control character, which a header can't
    /// carry; or is `.` or `..`, which a path can't name.
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

/// The text isn't an account id: HTTP would change it on its way to Cyclr.
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
    /// Gives the refused text back.
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
