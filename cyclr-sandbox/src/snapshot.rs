//! [`AccountConnectorSnapshot`]: how an account connector stands.

use std::fmt;

use cyclr_oauth::{AccountConnectorId, Secret};

use crate::state::{AccountConnector, Property};

/// How an account connector stood when it was asked for. `Debug` shows no value.
///
/// ```
/// # let cyclr = cyclr_sandbox::Sandbox::start_blocking();
/// use cyclr_oauth::AccountId;
/// use cyclr_sandbox::ConnectorSeed;
///
/// let mail = ConnectorSeed::api_key("Mail").property("BaseUrl", "https://mail.example");
/// let id = cyclr.install(&AccountId::new("Acme-42")?, mail.auth_value("k3y"));
/// let connector = cyclr.account_connector(id).unwrap();
/// assert!(connector.is_authenticated());
/// assert_eq!(connector.auth_value(), Some("k3y"));
/// assert_eq!(connector.property("BaseUrl"), Some("https://mail.example"));
/// # Ok::<(), cyclr_oauth::InvalidAccountId>(())
/// ```
#[derive(Clone)]
pub struct AccountConnectorSnapshot {
    id: u64,
    account: String,
    connector: u64,
    name: String,
    description: Option<String>,
    authentication: Option<String>,
    auth_value: Option<Secret>,
    authenticated: bool,
    properties: Vec<(String, Secret)>,
}

impl AccountConnectorSnapshot {
    pub(crate) fn of(connector: &AccountConnector) -> Self {
        let property = |it: &Property| (it.name.clone(), Secret::from(it.value.as_str()));
        Self {
            id: connector.id,
            account: connector.account.clone(),
            connector: connector.connector,
            name: connector.name.clone(),
            description: connector.description.clone(),
            authentication: connector.authentication.clone(),
            auth_value: connector.auth_value.as_deref().map(Secret::from),
            authenticated: connector.authenticated,
            properties: connector.properties.iter().map(property).collect(),
        }
    }

    /// The id of the account connector.
    #[must_use]
    pub fn id(&self) -> AccountConnectorId {
        self.id.into()
    }

    /// The id of the account.
    #[must_use]
    pub fn account(&self) -> &str {
        &self.account
    }

    /// The id of the connector's definition.
    #[must_use]
    pub const fn connector(&self) -> u64 {
        self.connector
    }

    /// `Name`
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// `Description`
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// The `AuthenticationId` that it was installed with.
    #[must_use]
    pub fn authentication(&self) -> Option<&str> {
        self.authentication.as_deref()
    }

    /// `AuthValue`, in clear.
    #[must_use]
    pub fn auth_value(&self) -> Option<&str> {
        self.auth_value.as_ref().map(Secret::expose_secret)
    }

    /// `Authenticated`
    #[must_use]
    pub const fn is_authenticated(&self) -> bool {
        self.authenticated
    }

    /// The value of a property, in clear.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&str> {
        self.properties().find(|(it, _)| *it == name).map(|(_, value)| value)
    }

    /// Names and values of all properties, in clear.
    pub fn properties(&self) -> impl Iterator<Item = (&str, &str)> {
        self.properties.iter().map(|(name, value)| (name.as_str(), value.expose_secret()))
    }
}

impl fmt::Debug for AccountConnectorSnapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            id,
            account,
            connector,
            name,
            description,
            authentication,
            auth_value,
            authenticated,
            properties,
        } = self;
        f.debug_struct("AccountConnectorSnapshot")
            .field("id", id)
            .field("account", account)
            .field("connector", connector)
            .field("name", name)
            .field("description", description)
            .field("authentication", authentication)
            .field("auth_value", auth_value)
            .field("authenticated", authenticated)
            .field("properties", properties)
            .finish()
    }
}
