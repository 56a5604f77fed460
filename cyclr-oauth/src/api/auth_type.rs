//! [`AuthType`] and [`OAuth2Type`]: how a connector authenticates.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

macro_rules! open_enum {
    ($(#[$doc:meta])* $Enum:ident { $($(#[$variant_doc:meta])* $Variant:ident,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq)]
        #[non_exhaustive]
        #[serde(from = "String")]
        pub enum $Enum {
            $($(#[$variant_doc])* $Variant,)*
            /// A value that this library doesn't know.
            Other(String),
        }

        impl $Enum {
            /// Cyclr's name for it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$Variant => stringify!($Variant),)*
                    Self::Other(text) => text,
                }
            }
        }

        impl From<String> for $Enum {
            fn from(text: String) -> Self {
                match text.as_str() {
                    $(stringify!($Variant) => Self::$Variant,)*
                    _ => Self::Other(text),
                }
            }
        }

        impl fmt::Display for $Enum {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl Serialize for $Enum {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

open_enum! {
    /// How a connector authenticates ([documented](crate::guide::how_cyclr_behaves)).
    ///
    /// ```
    /// use cyclr_oauth::api::AuthType;
    ///
    /// assert_eq!(AuthType::from("OAuth2".to_owned()), AuthType::OAuth2);
    /// assert_eq!(AuthType::from("Kerberos".to_owned()).as_str(), "Kerberos");
    /// ```
    AuthType {
        /// An API key, in the `AuthValue`.
        ApiKey,
        /// Properties only.
        AuthFields,
        /// A user name and a password.
        Basic,
        /// No authentication.
        None,
        /// OAuth 1.
        OAuth1,
        /// OAuth 2; [`OAuth2Type`] says which kind.
        OAuth2,
    }
}

impl Default for AuthType {
    /// For a response without one.
    fn default() -> Self {
        Self::Other(String::new())
    }
}

open_enum! {
    /// The kind of OAuth 2 ([documented](crate::guide::how_cyclr_behaves)).
    OAuth2Type {
        /// With a consent page.
        AuthorisationCode,
        /// With client id and secret, without a consent page.
        ClientCredentials,
        /// With the user's name and password, without a consent page.
        PasswordCredentials,
        /// Cyclr's name for none of these.
        Unknown,
    }
}
