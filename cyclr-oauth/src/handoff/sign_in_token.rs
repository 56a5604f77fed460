//! [`SignInToken`]: the one-time token for one browser hand-off.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use crate::values::{Secret, UtcTimestamp, refuse_unseen};

/// A one-time sign-in token, from `POST /v1.0/accounts/{account id}/signintoken`.
///
/// It works once, within five minutes ([documented](crate::guide::how_cyclr_behaves)). Its text is
/// opaque: base64 with `+`, `/` and `=`, base64url, and other forms have been observed.
///
/// ```
/// use cyclr_oauth::SignInToken;
///
/// let token: SignInToken = serde_json::from_str(
///     r#"{"Token":"ABCD12340000000000000=","ExpiresAtUtc":"2017-12-08T11:02:48.7436471Z"}"#,
/// )?;
/// let expiry = token.expires_at().unwrap();
/// assert_eq!(expiry.to_string(), "2017-12-08T11:02:48.7436471Z");
/// assert!(token.is_expired_at(expiry));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Security
///
/// `Clone` is absent because the token works once. `Display`, `Serialize` and `PartialEq` are
/// absent for the reasons that [`Secret`] gives. Dropping the token wipes its text.
#[must_use = "the token serves once, and for five minutes only"]
pub struct SignInToken {
    token: Secret,
    expires_at: Option<UtcTimestamp>,
}

impl SignInToken {
    /// Makes a token without a known expiry.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self { token: token.into(), expires_at: None }
    }

    /// Sets when the token expires: Cyclr's `ExpiresAtUtc`.
    pub fn with_expiry(mut self, expires_at: UtcTimestamp) -> Self {
        self.expires_at = Some(expires_at);
        self
    }

    /// When the token expires, if known.
    #[must_use]
    pub fn expires_at(&self) -> Option<UtcTimestamp> {
        self.expires_at
    }

    /// Whether the token has expired at this time; `false` if its expiry is unknown.
    ///
    /// ```
    /// # use cyclr_oauth::{SignInToken, UtcTimestamp};
    /// let token = SignInToken::new("ABCD").with_expiry("2017-12-08T11:02:48Z".parse()?);
    /// assert!(token.is_expired_at(UtcTimestamp::now()));
    /// # Ok::<(), cyclr_oauth::values::InvalidTimestamp>(())
    /// ```
    #[must_use]
    pub fn is_expired_at(&self, now: UtcTimestamp) -> bool {
        self.expires_at.is_some_and(|expires_at| expires_at <= now)
    }

    /// The token as text.
    ///
    /// # Security
    ///
    /// Use it in the authentication URL only, which the builder makes. Anyone who holds the token
    /// can sign in as the user.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        self.token.expose_secret()
    }
}

impl fmt::Debug for SignInToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { token, expires_at } = self;
        f.debug_struct("SignInToken").field("token", token).field("expires_at", expires_at).finish()
    }
}

/// Reads Cyclr's response, `{"Token": …, "ExpiresAtUtc": …}`, and ignores unknown members.
impl<'de> Deserialize<'de> for SignInToken {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Answer;

        impl<'de> Visitor<'de> for Answer {
            type Value = SignInToken;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a sign-in token: an object with `Token` and `ExpiresAtUtc`")
            }

            refuse_unseen!(visit_str: &str = "a string");

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<SignInToken, A::Error> {
                let (mut token, mut expires_at) = (None::<Secret>, None);
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "Token" if token.is_some() => {
                            return Err(Error::duplicate_field("Token"));
                        }
                        "Token" => token = Some(map.next_value()?),
                        "ExpiresAtUtc" => expires_at = map.next_value()?,
                        _ => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                let token = token.ok_or_else(|| Error::missing_field("Token"))?;
                if token.expose_secret().trim().is_empty() {
                    return Err(Error::custom("the `Token` is blank"));
                }
                Ok(SignInToken { token, expires_at })
            }
        }

        // With `deserialize_struct`, a format's error would repeat text that it found instead.
        deserializer.deserialize_any(Answer)
    }
}
