//! [`OAuthTokens`]: tokens that the partner already has.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Unexpected, Visitor};
use serde::ser::{self, Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

use crate::values::{Secret, UtcTimestamp, WipedJson, refuse_unseen};

/// An access token, with the refresh token and expiry times that came with it.
///
/// ```
/// use cyclr_oauth::{AuthValue, OAuthTokens};
///
/// let tokens = OAuthTokens::new("XXXXXXXXXX")
///     .with_refresh_token("XXXXXXXXXX")
///     .with_expires("2021-10-01T00:00:00Z".parse()?)
///     .with_refresh_expires("2022-10-01T00:00:00Z".parse()?);
/// # Ok::<(), cyclr_oauth::values::InvalidTimestamp>(())
/// ```
///
/// Deserializing accepts the plain object `{"AccessToken": …}` and the string in which Cyclr nests
/// it; for `null`, read an `Option<OAuthTokens>`. Serializing writes the plain object, which
/// [`AuthValue`](crate::AuthValue) nests. Unknown members are kept and written back; those from the
/// nested string keep their exact text.
///
/// # Security
///
/// All texts are wiped on drop, and `Debug` shows only the times. `Serialize` writes the tokens in
/// clear text. `PartialEq` is absent because it would not compare in constant time.
#[derive(Clone)]
pub struct OAuthTokens {
    access_token: Secret,
    refresh_token: Option<Secret>,
    expires: Option<UtcTimestamp>,
    refresh_expires: Option<UtcTimestamp>,
    other: Vec<Member>,
}

impl OAuthTokens {
    /// Makes tokens from an access token alone.
    #[must_use]
    pub fn new(access_token: impl Into<Secret>) -> Self {
        Self {
            access_token: access_token.into(),
            refresh_token: None,
            expires: None,
            refresh_expires: None,
            other: Vec::new(),
        }
    }

    /// Adds the token with which Cyclr gets the next access token: `RefreshToken`.
    #[must_use]
    pub fn with_refresh_token(mut self, refresh_token: impl Into<Secret>) -> Self {
        self.refresh_token = Some(refresh_token.into());
        self
    }

    /// Sets when the access token expires: `Expires`.
    ///
    /// It is a time. For the `expires_in` of a token response, in seconds, pass
    /// `UtcTimestamp::now().saturating_add(Duration::from_secs(expires_in))`.
    #[must_use]
    pub fn with_expires(mut self, expires: UtcTimestamp) -> Self {
        self.expires = Some(expires);
        self
    }

    /// Sets when the refresh token expires: `RefreshExpires`.
    #[must_use]
    pub fn with_refresh_expires(mut self, refresh_expires: UtcTimestamp) -> Self {
        self.refresh_expires = Some(refresh_expires);
        self
    }

    /// `AccessToken`
    #[must_use]
    pub fn access_token(&self) -> &Secret {
        &self.access_token
    }

    /// `RefreshToken`
    #[must_use]
    pub fn refresh_token(&self) -> Option<&Secret> {
        self.refresh_token.as_ref()
    }

    /// `Expires`
    #[must_use]
    pub fn expires(&self) -> Option<UtcTimestamp> {
        self.expires
    }

    /// `RefreshExpires`
    #[must_use]
    pub fn refresh_expires(&self) -> Option<UtcTimestamp> {
        self.refresh_expires
    }

    #[inline]
    pub(crate) fn as_ref(&self) -> TokensRef<'_> {
        TokensRef {
            access_token: self.access_token.expose_secret(),
            refresh_token: self.refresh_token.as_ref().map(Secret::expose_secret),
            expires: self.expires,
            refresh_expires: self.refresh_expires,
            other: &self.other,
        }
    }
}

/// Borrowed tokens.
#[derive(Clone, Copy)]
pub(crate) struct TokensRef<'a> {
    pub(crate) access_token: &'a str,
    pub(crate) refresh_token: Option<&'a str>,
    pub(crate) expires: Option<UtcTimestamp>,
    pub(crate) refresh_expires: Option<UtcTimestamp>,
    pub(crate) other: &'a [Member],
}

impl TokensRef<'_> {
    pub(crate) fn to_tokens(self) -> OAuthTokens {
        OAuthTokens {
            access_token: Secret::from(self.access_token),
            refresh_token: self.refresh_token.map(Secret::from),
            expires: self.expires,
            refresh_expires: self.refresh_expires,
            other: self.other.to_vec(),
        }
    }
}

/// A member that this library doesn't know.
#[derive(Clone)]
pub(crate) struct Member {
    pub(crate) key: String,
    /// As JSON text.
    pub(crate) value: Secret,
}

impl fmt::Debug for OAuthTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { access_token, refresh_token, expires, refresh_expires, other: _ } = self;
        f.debug_struct("OAuthTokens")
            .field("access_token", access_token)
            .field("refresh_token", refresh_token)
            .field("expires", expires)
            .field("refresh_expires", refresh_expires)
            .finish_non_exhaustive()
    }
}

/// Writes the plain object.
impl Serialize for OAuthTokens {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("AccessToken", self.access_token.expose_secret())?;
        if let Some(refresh_token) = &self.refresh_token {
            map.serialize_entry("RefreshToken", refresh_token.expose_secret())?;
        }
        if let Some(expires) = self.expires {
            map.serialize_entry("Expires", &expires)?;
        }
        if let Some(refresh_expires) = self.refresh_expires {
            map.serialize_entry("RefreshExpires", &refresh_expires)?;
        }
        for Member { key, value } in &self.other {
            let value = serde_json::from_str(value.expose_secret()).map_err(ser::Error::custom)?;
            let value = WipedJson(value);
            map.serialize_entry(key, &value.0)?;
        }
        map.end()
    }
}

/// Reads the plain object, or the string that contains it.
impl<'de> Deserialize<'de> for OAuthTokens {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TokensVisitor { nested: false })
    }
}

struct TokensVisitor {
    /// Whether the reader is already inside a string.
    nested: bool,
}

impl<'de> Visitor<'de> for TokensVisitor {
    type Value = OAuthTokens;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OAuth tokens: an object with `AccessToken`, or its JSON as a string")
    }

    fn visit_str<E: Error>(self, json: &str) -> Result<OAuthTokens, E> {
        if self.nested {
            // serde's own text for this error would repeat the string.
            return Err(E::invalid_type(Unexpected::Other("another string"), &self));
        }
        let nested = |error| E::custom(format_args!("in the nested JSON: {error}"));
        let mut deserializer = serde_json::Deserializer::from_str(json);
        let tokens = deserializer.deserialize_any(Self { nested: true }).map_err(nested)?;
        deserializer.end().map_err(nested)?;
        Ok(tokens)
    }

    fn visit_string<E: Error>(self, json: String) -> Result<OAuthTokens, E> {
        self.visit_str(Secret::from(json).expose_secret())
    }

    refuse_unseen!();

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<OAuthTokens, A::Error> {
        let (mut access_token, mut refresh_token) = (None::<Secret>, None::<Secret>);
        let (mut expires, mut refresh_expires) = (None, None);
        let mut other = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "AccessToken" if access_token.is_some() => {
                    return Err(Error::duplicate_field("AccessToken"));
                }
                "AccessToken" => access_token = map.next_value()?,
                "RefreshToken" => refresh_token = map.next_value()?,
                "Expires" => expires = map.next_value()?,
                "RefreshExpires" => refresh_expires = map.next_value()?,
                _ => {
                    let value = if self.nested {
                        // JSON that this library parses itself keeps its exact text.
                        Secret::from(Box::<str>::from(map.next_value::<Box<RawValue>>()?))
                    } else {
                        WipedJson(map.next_value()?).to_text()
                    };
                    other.push(Member { key, value });
                }
            }
        }
        let access_token = access_token.ok_or_else(|| Error::missing_field("AccessToken"))?;
        Ok(OAuthTokens { access_token, refresh_token, expires, refresh_expires, other })
    }
}
