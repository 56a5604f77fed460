//! [`ConnectorSeed`]: a connector, and how it is to be installed.

use cyclr_oauth::Secret;

use crate::state::connector::{Authentication, Definition, Parameter};

/// A connector's definition, and with what it is to be installed.
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
pub struct ConnectorSeed {
    pub(crate) definition: Definition,
    pub(crate) account_connector_id: Option<u64>,
    pub(crate) authentication: Option<String>,
    pub(crate) auth_value: Option<Secret>,
    pub(crate) properties: Vec<(String, Secret)>,
}

impl ConnectorSeed {
    /// A connector of any `AuthType`: `OAuth1` or `AuthFields`, for example.
    pub fn new(name: impl Into<String>, auth_type: impl Into<String>) -> Self {
        let definition = Definition {
            name: name.into(),
            status: Some("Released".to_owned()),
            version: Some("1.0".to_owned()),
            auth_type: Some(auth_type.into()),
            ..Definition::default()
        };
        Self {
            definition,
            account_connector_id: None,
            authentication: None,
            auth_value: None,
            properties: Vec::new(),
        }
    }

    /// One with a consent page.
    pub fn oauth2(name: impl Into<String>) -> Self {
        Self::new(name, "OAuth2").oauth2_type(OAuth2Type::AuthorisationCode)
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
        self.definition.id = id;
        self
    }

    /// The id of the account connector. One that is taken is not used.
    pub const fn account_connector_id(mut self, id: u64) -> Self {
        self.account_connector_id = Some(id);
        self
    }

    /// `Version`: `1.0` otherwise.
    pub fn version(mut self, version: impl Into<Option<&'static str>>) -> Self {
        self.definition.version = version.into().map(str::to_owned);
        self
    }

    /// `Description`
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.definition.description = Some(description.into());
        self
    }

    /// `OAuth2Type`
    pub fn oauth2_type(mut self, oauth2_type: OAuth2Type) -> Self {
        self.definition.oauth2_type = Some(oauth2_type.as_str().to_owned());
        self
    }

    /// Adds a parameter to the definition.
    pub fn parameter(mut self, parameter: ParameterSeed) -> Self {
        self.definition.parameters.push(parameter.0);
        self
    }

    /// Adds a way of authenticating to the definition. Of several, an install has to name one.
    pub fn authentication(mut self, authentication: AuthenticationSeed) -> Self {
        self.definition.authentication.push(authentication.0);
        self
    }

    /// Installs it with one of its ways of authenticating.
    pub fn authentication_id(mut self, id: impl Into<String>) -> Self {
        self.authentication = Some(id.into());
        self
    }

    /// Installs it with this property.
    pub fn property(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.properties.push((name.into(), value.into()));
        self
    }

    /// Installs it with this `AuthValue`, which authenticates it if it suits its `AuthType`.
    pub fn auth_value(mut self, auth_value: impl Into<Secret>) -> Self {
        self.auth_value = Some(auth_value.into());
        self
    }
}

/// A parameter of a connector's definition, which account connectors have as a property.
///
/// ```
/// use cyclr_sandbox::ParameterSeed;
///
/// let region = ParameterSeed::optional("Region").label("Data region").values(["eu", "us"]);
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct ParameterSeed(Parameter);

impl ParameterSeed {
    /// A property that has to be set before authenticating, by its `TargetName`.
    pub fn required(target_name: impl Into<String>) -> Self {
        Self::new(target_name.into(), false)
    }

    /// A property that may be left out, by its `TargetName`.
    pub fn optional(target_name: impl Into<String>) -> Self {
        Self::new(target_name.into(), true)
    }

    fn new(target_name: String, is_optional: bool) -> Self {
        Self(Parameter {
            name: target_name.clone(),
            target_name,
            target_type: Some("Property".to_owned()),
            is_account_connector_property: true,
            is_optional,
            data_type: Some("String".to_owned()),
            ..Parameter::default()
        })
    }

    /// `Name`, which people see and no call uses; the `TargetName` otherwise.
    pub fn label(mut self, name: impl Into<String>) -> Self {
        self.0.name = name.into();
        self
    }

    /// `IsSensitive`
    pub const fn sensitive(mut self) -> Self {
        self.0.is_sensitive = true;
        self
    }

    /// `DataType`: `String` otherwise.
    pub fn data_type(mut self, data_type: impl Into<String>) -> Self {
        self.0.data_type = Some(data_type.into());
        self
    }

    /// `Values`: the only ones that the property may have.
    pub fn values<T: Into<String>>(mut self, values: impl IntoIterator<Item = T>) -> Self {
        self.0.values = values.into_iter().map(Into::into).collect();
        self
    }

    /// Not a property of account connectors, but of something else.
    pub const fn not_account_connector_property(mut self) -> Self {
        self.0.is_account_connector_property = false;
        self
    }
}

/// A way of authenticating, of a connector that has several.
#[derive(Clone, Debug)]
#[must_use]
pub struct AuthenticationSeed(Authentication);

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
    /// By client id and secret; there is no consent page.
    ClientCredentials,
    /// By the user's name and password; there is no consent page.
    PasswordCredentials,
    /// Something that Cyclr has no name for.
    Unknown,
}

impl OAuth2Type {
    const fn as_str(self) -> &'static str {
        match self {
            Self::AuthorisationCode => "AuthorisationCode",
            Self::ClientCredentials => "ClientCredentials",
            Self::PasswordCredentials => "PasswordCredentials",
            Self::Unknown => "Unknown",
        }
    }
}
