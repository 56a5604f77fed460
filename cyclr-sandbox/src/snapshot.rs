//! [`AccountConnectorSnapshot`]: an account connector at one moment.

use std::fmt;

use cyclr_oauth::AccountConnectorId;

use crate::state::AccountConnector;

/// An account connector, as it was when a test asked for it. `Debug` shows no value.
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
/// # Ok::<(), cyclr_oauth::values::InvalidAccountId>(())
/// ```
#[derive(Clone)]
pub struct AccountConnectorSnapshot(pub(crate) AccountConnector);

impl AccountConnectorSnapshot {
    /// The id of the account connector.
    #[must_use]
    pub fn id(&self) -> AccountConnectorId {
        self.0.id.into()
    }

    /// The id of the account.
    #[must_use]
    pub fn account(&self) -> &str {
        &self.0.account
    }

    /// The id of the connector's definition.
    #[must_use]
    pub const fn connector(&self) -> u64 {
        self.0.connector.get()
    }

    /// `Name`
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// `Description`
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// The `AuthenticationId` that it was installed with.
    #[must_use]
    pub fn authentication(&self) -> Option<&str> {
        self.0.authentication.as_deref()
    }

    /// `AuthValue`, in clear.
    #[must_use]
    pub fn auth_value(&self) -> Option<&str> {
        self.0.auth_value.as_deref()
    }

    /// Who was signed in to the third party when the connection was made, if a user consented.
    #[must_use]
    pub fn consented_by(&self) -> Option<&str> {
        self.0.consented_by.as_deref()
    }

    /// `Authenticated`
    #[must_use]
    pub const fn is_authenticated(&self) -> bool {
        self.0.authenticated
    }

    /// The value of a property, in clear.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&str> {
        self.properties().find(|(it, _)| *it == name).map(|(_, value)| value)
    }

    /// Names and values of all properties, in clear.
    pub fn properties(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.properties.iter().map(|it| (&*it.name, &*it.value))
    }
}

impl fmt::Debug for AccountConnectorSnapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.properties().map(|(name, _)| name).collect();
        f.debug_struct("AccountConnectorSnapshot")
            .field("id", &self.0.id)
            .field("account", &self.0.account)
            .field("connector", &self.connector())
            .field("name", &self.0.name)
            .field("authentication", &self.0.authentication)
            .field("authenticated", &self.0.authenticated)
            .field("properties", &names)
            .finish_non_exhaustive()
    }
}
