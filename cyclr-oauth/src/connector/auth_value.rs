//! [`AuthValue`]: how an account connector authenticates, always as one string.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::connector::json::out::Json;
use crate::connector::oauth_tokens::{OAuthTokens, TokensRef};
use crate::values::Secret;

/// The value that Cyclr stores as an account connector's `AuthValue`.
///
/// It is always a string in JSON ([documented](crate::guide::how_cyclr_behaves)): an API key, the
/// base64 of a user name and a password, or the JSON of OAuth tokens.
///
/// ```
/// use cyclr_oauth::{AuthValue, OAuthTokens};
///
/// let tokens = OAuthTokens::new("XXXX").with_expires("2021-10-01T00:00:00Z".parse()?);
/// assert_eq!(
///     serde_json::to_string(&AuthValue::oauth(tokens))?,
///     r#""{\"AccessToken\":\"XXXX\",\"Expires\":\"2021-10-01T00:00:00Z\"}""#,
/// );
/// assert_eq!(serde_json::to_string(&AuthValue::empty())?, r#""{}""#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// `"{}"`, `null` and a missing `AuthValue` are three different things. [`empty`](Self::empty)
/// makes Cyclr fetch the tokens itself; `None` in a field leaves the `AuthValue` out.
///
/// # Security
///
/// The value is wiped on drop and redacted in `Debug`, and has no `PartialEq`. `Serialize` writes
/// it in clear text, because Cyclr needs it.
#[derive(Clone)]
pub struct AuthValue(Kind);

#[derive(Clone)]
enum Kind {
    Text(Secret),
    Tokens(OAuthTokens),
    Empty,
}

impl AuthValue {
    /// The key for a connector whose `AuthType` is `ApiKey`, unchanged
    /// ([documented](crate::guide::how_cyclr_behaves)).
    ///
    /// ```
    /// # use cyclr_oauth::AuthValue;
    /// assert_eq!(serde_json::to_string(&AuthValue::api_key("k3y"))?, r#""k3y""#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn api_key(key: impl Into<Secret>) -> Self {
        Self(Kind::Text(key.into()))
    }

    /// The user name and password for a connector whose `AuthType` is `Basic`.
    ///
    /// Cyclr takes the base64 of `user:password`, without the word `Basic`
    /// ([documented](crate::guide::how_cyclr_behaves)). The password may be empty.
    ///
    /// ```
    /// use cyclr_oauth::AuthValue;
    ///
    /// let basic = AuthValue::basic("me@example.com/token", "s3cr3t")?;
    /// assert_eq!(serde_json::to_string(&basic)?, r#""bWVAZXhhbXBsZS5jb20vdG9rZW46czNjcjN0""#);
    /// assert!(AuthValue::basic("a:b", "s3cr3t").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ColonInUserName`] if the user name contains a colon, because a colon ends the user name.
    pub fn basic(
        user: impl Into<Secret>,
        password: impl Into<Secret>,
    ) -> Result<Self, ColonInUserName> {
        let (user, password) = (user.into(), password.into());
        let (user, password) = (user.expose_secret(), password.expose_secret());
        if user.contains(':') {
            return Err(ColonInUserName);
        }
        let mut pair = String::with_capacity(user.len() + 1 + password.len());
        pair.push_str(user);
        pair.push(':');
        pair.push_str(password);
        let pair = Secret::from(pair);
        Ok(Self(Kind::Text(STANDARD.encode(pair.expose_secret()).into())))
    }

    /// The value `"{}"`: Cyclr fetches the tokens itself.
    ///
    /// It does so the next time that it calls the connector
    /// ([documented](crate::guide::how_cyclr_behaves)).
    ///
    /// ```
    /// # use cyclr_oauth::AuthValue;
    /// assert_eq!(AuthValue::empty().to_text().expose_secret(), "{}");
    /// ```
    #[must_use]
    pub fn empty() -> Self {
        Self(Kind::Empty)
    }

    /// The tokens for a connector of `AuthType` `OAuth2`, as JSON inside a string
    /// ([documented](crate::guide::how_cyclr_behaves)).
    ///
    /// ```
    /// # use cyclr_oauth::{AuthValue, OAuthTokens};
    /// let auth_value = AuthValue::oauth(OAuthTokens::new("t0k3n"));
    /// assert_eq!(auth_value.to_text().expose_secret(), r#"{"AccessToken":"t0k3n"}"#);
    /// ```
    #[must_use]
    pub fn oauth(tokens: OAuthTokens) -> Self {
        Self(Kind::Tokens(tokens))
    }

    /// The string that Cyclr receives, before JSON escaping.
    ///
    /// Use it for a form field or a database column.
    ///
    /// ```
    /// # use cyclr_oauth::{AuthValue, OAuthTokens};
    /// let stored = AuthValue::oauth(OAuthTokens::new("t0k3n")).to_text();
    /// let tokens: OAuthTokens = serde_json::from_str(stored.expose_secret())?;
    /// assert_eq!(tokens.access_token().expose_secret(), "t0k3n");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn to_text(&self) -> Secret {
        self.as_ref().to_text()
    }

    pub(crate) fn as_ref(&self) -> AuthValueRef<'_> {
        AuthValueRef(match &self.0 {
            Kind::Text(text) => KindRef::Text(text.expose_secret()),
            Kind::Tokens(tokens) => KindRef::Tokens(tokens.as_ref()),
            Kind::Empty => KindRef::Text("{}"),
        })
    }
}

impl From<OAuthTokens> for AuthValue {
    fn from(tokens: OAuthTokens) -> Self {
        Self::oauth(tokens)
    }
}

/// Takes the string unchanged: as Cyclr returns it, or as [`Serialize`] wrote it. To read the
/// tokens in it, use [`OAuthTokens`] instead.
impl<'de> Deserialize<'de> for AuthValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Secret::deserialize(deserializer).map(|text| Self(Kind::Text(text)))
    }
}

impl Serialize for AuthValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_ref().serialize(serializer)
    }
}

impl fmt::Debug for AuthValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(_) = self;
        f.write_str("AuthValue([redacted])")
    }
}

/// A borrowed [`AuthValue`], from one field of a connector or from several.
///
/// ```
/// use cyclr_oauth::{AccountConnector, AuthValue};
///
/// #[derive(AccountConnector)]
/// struct Mailer {
///     #[cyclr(auth_value)]
///     key: AuthValue,
/// }
///
/// let mailer = Mailer { key: AuthValue::api_key("k3y") };
/// assert_eq!(mailer.auth_value().unwrap().to_text().expose_secret(), "k3y");
/// ```
#[derive(Clone, Copy)]
pub struct AuthValueRef<'a>(pub(crate) KindRef<'a>);

#[derive(Clone, Copy)]
pub(crate) enum KindRef<'a> {
    Text(&'a str),
    Tokens(TokensRef<'a>),
}

impl AuthValueRef<'_> {
    /// The string that Cyclr receives, before JSON escaping.
    #[must_use]
    pub fn to_text(&self) -> Secret {
        match &self.0 {
            KindRef::Text(text) => Secret::from(*text),
            KindRef::Tokens(tokens) => tokens.to_secret(),
        }
    }

    /// Copies the content into an owned `AuthValue`.
    #[must_use]
    pub fn to_auth_value(&self) -> AuthValue {
        AuthValue(match &self.0 {
            KindRef::Text(text) => Kind::Text(Secret::from(*text)),
            KindRef::Tokens(tokens) => Kind::Tokens(tokens.to_tokens()),
        })
    }
}

impl Serialize for AuthValueRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            KindRef::Text(text) => serializer.serialize_str(text),
            KindRef::Tokens(_) => serializer.serialize_str(self.to_text().expose_secret()),
        }
    }
}

impl fmt::Debug for AuthValueRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(_) = self;
        f.write_str("AuthValueRef([redacted])")
    }
}

/// The error for a user name with a colon, which basic authentication can't represent.
///
/// ```
/// use cyclr_oauth::AuthValue;
///
/// let error = AuthValue::basic("a:b", "s3cr3t").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the user name contains a colon: basic authentication needs a user name without one",
/// );
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ColonInUserName;

impl fmt::Display for ColonInUserName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the user name contains a colon: basic authentication needs a user name without one",
        )
    }
}

impl std::error::Error for ColonInUserName {}
