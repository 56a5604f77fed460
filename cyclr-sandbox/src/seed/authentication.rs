//! [`AuthenticationSeed`] and [`OAuth2Type`]

use crate::state::Authentication;

/// A way of authenticating, of a connector that has several.
#[derive(Clone, Debug)]
#[must_use]
pub struct AuthenticationSeed(pub(super) Authentication);

impl AuthenticationSeed {
    /// With a GUID as id, a name that people see, and an `AuthType`.
    ///
    /// ```
    /// use cyclr_sandbox::{AuthenticationSeed, ConnectorSeed};
    ///
    /// let shop = ConnectorSeed::oauth2("Shop")
    ///     .authentication(AuthenticationSeed::new("6d4e4e5c-0a0e-4d7f-9a59-5f0e8f4e2a10", "Key", "ApiKey"))
    ///     .authentication(AuthenticationSeed::new("0c0f2f2e-3b0e-4a51-8a9b-7d9f9d1c5b20", "App", "OAuth2"))
    ///     .authentication_id("6d4e4e5c-0a0e-4d7f-9a59-5f0e8f4e2a10");
    /// ```
    pub fn new(
        id: impl Into<String>,
        auth_name: impl Into<String>,
        auth_type: impl Into<String>,
    ) -> Self {
        let (id, auth_name) = (id.into(), Some(auth_name.into()));
        Self(Authentication { id, auth_name, auth_type: Some(auth_type.into()), oauth2_type: None })
    }

    /// `OAuth2Type`
    pub fn oauth2_type(mut self, oauth2_type: OAuth2Type) -> Self {
        self.0.oauth2_type = Some(oauth2_type.as_str().to_owned());
        self
    }
}

/// How an OAuth 2 connector gets its tokens.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum OAuth2Type {
    /// By a consent page.
    AuthorisationCode,
    /// By client id and secret, without a consent page.
    ClientCredentials,
    /// By the user's name and password, without a consent page.
    PasswordCredentials,
    /// Something that Cyclr has no name for.
    Unknown,
}

impl OAuth2Type {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::AuthorisationCode => "AuthorisationCode",
            Self::ClientCredentials => "ClientCredentials",
            Self::PasswordCredentials => "PasswordCredentials",
            Self::Unknown => "Unknown",
        }
    }
}
