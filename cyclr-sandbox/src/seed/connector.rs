//! [`ConnectorSeed`]: a connector, and how to install it.

use cyclr_oauth::api::{AuthType, Connector, OAuth2Type};
use cyclr_oauth::{ConnectorId, Secret};

use super::authentication::AuthenticationSeed;
use super::method::MethodSeed;
use super::parameter::ParameterSeed;
use crate::state::{Installation, Method};

/// A connector's definition, and what to install it with.
///
/// ```
/// use cyclr_sandbox::{ConnectorSeed, OAuth2Type, ParameterSeed};
///
/// let zendesk = ConnectorSeed::oauth2("Zendesk")
///     .version("1.2")
///     .oauth2_type(OAuth2Type::AuthorisationCode)
///     .parameter(ParameterSeed::required("SubDomain").label("Sub Domain"))
///     .parameter(ParameterSeed::required("ClientSecret").label("Client Secret").sensitive())
///     .property("SubDomain", "acme");
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct ConnectorSeed(pub(crate) Installation);

impl ConnectorSeed {
    /// A connector of any `AuthType`: `OAuth1` or `AuthFields`, for example.
    pub fn new(name: impl Into<String>, auth_type: impl Into<String>) -> Self {
        let mut definition = Connector::new(0, name);
        definition.status = Some("Released".to_owned());
        definition.version = Some("1.0".to_owned());
        definition.auth_type = AuthType::from(auth_type.into());
        Self(Installation {
            definition,
            account_connector_id: None,
            authentication: None,
            auth_value: None,
            properties: Vec::new(),
            category: None,
            methods: Vec::new(),
        })
    }

    /// One with a consent page.
    pub fn oauth2(name: impl Into<String>) -> Self {
        let mut seed = Self::new(name, "OAuth2").oauth2_type(OAuth2Type::AuthorisationCode);
        seed.0.methods.push(Method::current_user());
        seed
    }

    /// One whose `AuthValue` is a key.
    pub fn api_key(name: impl Into<String>) -> Self {
        Self::new(name, "ApiKey")
    }

    /// One whose `AuthValue` is the base64 of `username:password`.
    pub fn basic(name: impl Into<String>) -> Self {
        Self::new(name, "Basic")
    }

    /// One that needs no authentication.
    pub fn none(name: impl Into<String>) -> Self {
        Self::new(name, "None")
    }

    /// The id of the definition. One that is taken by another definition is not used.
    pub const fn id(mut self, id: u64) -> Self {
        self.0.definition.id = ConnectorId::new(id);
        self
    }

    /// The id of the account connector. One that is taken is not used.
    pub const fn account_connector_id(mut self, id: u64) -> Self {
        self.0.account_connector_id = Some(id);
        self
    }

    /// `Version`: `1.0` otherwise.
    pub fn version(mut self, version: impl Into<Option<&'static str>>) -> Self {
        self.0.definition.version = version.into().map(str::to_owned);
        self
    }

    /// `Description`
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.0.definition.description = Some(description.into());
        self
    }

    /// `OAuth2Type`
    pub fn oauth2_type(mut self, oauth2_type: OAuth2Type) -> Self {
        self.0.definition.oauth2_type = Some(oauth2_type);
        self
    }

    /// Adds a parameter to the definition.
    pub fn parameter(mut self, parameter: ParameterSeed) -> Self {
        self.0.definition.parameters.push(parameter.0);
        self
    }

    /// Adds a way of authenticating to the definition. If there are several, an install must name one.
    pub fn authentication(mut self, authentication: AuthenticationSeed) -> Self {
        self.0.definition.authentication.push(authentication.0);
        self
    }

    /// Adds a method.
    pub fn method(mut self, method: MethodSeed) -> Self {
        self.0.methods.push(method.0);
        self
    }

    /// The category that lists of connectors are filtered by.
    pub fn category(mut self, category: impl Into<String>) -> Self {
        self.0.category = Some(category.into());
        self
    }

    /// Installs it with one of its ways of authenticating.
    pub fn authentication_id(mut self, id: impl Into<String>) -> Self {
        self.0.authentication = Some(id.into());
        self
    }

    /// Installs it with this property.
    pub fn property(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.0.properties.push((name.into(), value.into()));
        self
    }

    /// Installs it with this `AuthValue`, which authenticates it if it suits its `AuthType`.
    pub fn auth_value(mut self, auth_value: impl Into<Secret>) -> Self {
        self.0.auth_value = Some(auth_value.into());
        self
    }
}
