//! Integer ids of account connectors, connectors and properties.

use std::fmt;
use std::num::{ParseIntError, TryFromIntError};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! integer_id {
    ($(#[$doc:meta])* $Id:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub struct $Id(u64);

        impl $Id {
            /// Makes an id from its number, also in a `const`.
            #[must_use]
            pub const fn new(id: u64) -> Self {
                Self(id)
            }

            /// The id as a number.
            #[must_use]
            pub const fn get(self) -> u64 {
                self.0
            }
        }

        impl TryFrom<i64> for $Id {
            type Error = TryFromIntError;

            fn try_from(id: i64) -> Result<Self, TryFromIntError> {
                u64::try_from(id).map(Self)
            }
        }

        impl FromStr for $Id {
            type Err = ParseIntError;

            fn from_str(id: &str) -> Result<Self, ParseIntError> {
                id.parse().map(Self)
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
    /// The authentication URL takes it as its `id` ([documented](crate::guide::how_cyclr_behaves)).
    /// The connector's definition has a different one, [`ConnectorId`].
    ///
    /// ```
    /// use cyclr_oauth::AccountConnectorId;
    ///
    /// let id = AccountConnectorId::from(1234);
    /// assert_eq!(id.get(), 1234);
    /// assert_eq!(id.to_string(), "1234");
    /// assert_eq!("1234".parse(), Ok(id));
    /// assert_eq!(AccountConnectorId::try_from(1234_i64), Ok(id)); // from a database
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
    /// use cyclr_oauth::values::PropertyId;
    ///
    /// assert_eq!(PropertyId::from(9).to_string(), "9");
    /// ```
    PropertyId
}

// The only conversions into an id: with more of them, the literal in `.id(1234)` would be
// ambiguous. Written without the macro, since the compiler shows them in errors.

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
