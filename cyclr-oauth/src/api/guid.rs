//! Ids that are GUIDs: of cycles and of methods.

use std::fmt;
use std::str::FromStr;

macro_rules! guid {
    ($($(#[$doc:meta])* $Id:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub struct $Id(String);

        impl $Id {
            /// Checks the id.
            ///
            /// # Errors
            ///
            /// [`InvalidGuid`] if it isn't 1 to 64 ASCII letters, digits and hyphens.
            pub fn new(id: impl Into<String>) -> Result<Self, InvalidGuid> {
                let id = id.into();
                let is_known = |it: u8| it.is_ascii_alphanumeric() || it == b'-';
                let is_valid = (1..=64).contains(&id.len()) && id.bytes().all(is_known);
                if is_valid { Ok(Self(id)) } else { Err(InvalidGuid(())) }
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $Id {
            type Err = InvalidGuid;

            fn from_str(id: &str) -> Result<Self, InvalidGuid> {
                Self::new(id)
            }
        }

        impl fmt::Display for $Id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

guid! {
    /// The id of a cycle: an integration installed in an account.
    ///
    /// ```
    /// use cyclr_oauth::api::CycleId;
    ///
    /// let id = CycleId::new("6f9619ff-8b86-d011-b42d-00cf4fc964ff")?;
    /// assert!(CycleId::new("../accounts").is_err());
    /// # Ok::<(), cyclr_oauth::api::InvalidGuid>(())
    /// ```
    ///
    /// Webhooks name cycles, and anyone may have written a webhook. Only letters, digits and
    /// hyphens can become part of a path.
    CycleId

    /// The id of a method of a connector: Cyclr's `MethodUniqueIdentifier`.
    MethodId
}

/// The error for text that isn't the id of a cycle or method.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct InvalidGuid(());

impl fmt::Display for InvalidGuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the id of a cycle or a method must be 1 to 64 ASCII letters, digits and hyphens",
        )
    }
}

impl std::error::Error for InvalidGuid {}
