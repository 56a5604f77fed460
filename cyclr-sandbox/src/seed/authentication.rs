//! [`AuthenticationSeed`]

use cyclr_oauth::api::{AuthType, Authentication, OAuth2Type};

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
        let mut authentication = Authentication::new(id, AuthType::from(auth_type.into()));
        authentication.auth_name = Some(auth_name.into());
        Self(authentication)
    }

    /// `OAuth2Type`
    pub fn oauth2_type(mut self, oauth2_type: OAuth2Type) -> Self {
        self.0.oauth2_type = Some(oauth2_type);
        self
    }
}
