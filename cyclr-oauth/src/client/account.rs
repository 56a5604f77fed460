//! [`AccountScope`]: the calls within an account.

use std::future::Future;

use super::retry::may_have_been_done;
use super::{Client, Pages};
use crate::api::{
    AccountConnectorState, Connector, CreateProperty, DeauthenticateAccountConnector,
    DeleteAccountConnector, GetAccountConnector, GetConnector, InstallConnector,
    ListAccountConnectors, ListConnectors, ListProperties, Parameter, Property,
    UpdateAccountConnector, UpdateProperty,
};
use crate::{
    AccountConnector, AccountConnectorId, AccountId, AuthValue, AuthValueRef, ConnectorId, Error,
    Secret,
};

/// The calls within one account; made by [`Client::account`].
///
/// ```no_run
/// use cyclr_oauth::{AccountConnector, AccountId, AuthValue, Client, Secret};
///
/// #[derive(AccountConnector)]
/// struct Acme {
///     client_id: String,
///     client_secret: Secret,
///     #[cyclr(auth_value)]
///     auth_value: AuthValue,
/// }
///
/// # async fn connect(cyclr: Client, acme: Acme) -> Result<(), Box<dyn std::error::Error>> {
/// let account = cyclr.account(&AccountId::new("Acme-42")?);
/// let installed = account.install(77, &acme).await?;
/// account.configure(installed.id, &acme).await?;
/// assert!(account.connector(installed.id).await?.authenticated);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct AccountScope {
    client: Client,
    account: AccountId,
}

impl AccountScope {
    pub(super) fn new(client: Client, account: AccountId) -> Self {
        Self { client, account }
    }

    /// The account.
    #[must_use]
    pub fn id(&self) -> &AccountId {
        &self.account
    }

    /// How an account connector stands. `authenticated` is the only proof that a hand-off has
    /// succeeded (documented), and may have been true before it.
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`] if the account has no such connector.
    pub async fn connector(
        &self,
        id: impl Into<AccountConnectorId> + Send,
    ) -> Result<AccountConnectorState, Error> {
        let call = GetAccountConnector { account: &self.account, id: id.into() };
        self.client.call(&call).await
    }

    /// All connectors that are installed in the account, page by page.
    #[must_use]
    pub fn connectors(&self) -> Pages<AccountConnectorState> {
        Pages::new(self.clone(), |scope, page| {
            Box::pin(async move {
                let call = ListAccountConnectors { account: &scope.account, page };
                scope.client.call(&call).await
            })
        })
    }

    /// The definition of a connector, installed or not.
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`] if there is no such connector.
    pub async fn definition(&self, id: impl Into<ConnectorId> + Send) -> Result<Connector, Error> {
        self.client.call(&GetConnector { account: &self.account, id: id.into() }).await
    }

    /// The definitions of all connectors that the account can install, page by page.
    #[must_use]
    pub fn definitions(&self) -> Pages<Connector> {
        Pages::new(self.clone(), |scope, page| {
            Box::pin(async move {
                scope.client.call(&ListConnectors { account: &scope.account, page }).await
            })
        })
    }

    /// Installs a connector, with what the partner supplies for it; `&()` supplies nothing.
    ///
    /// It is not repeated where it may have been done: list the account's connectors to find out.
    ///
    /// # Errors
    ///
    /// [`Error`]; a 400 says in its message which property or `AuthenticationId` Cyclr refused.
    pub fn install<C: AccountConnector>(
        &self,
        id: impl Into<ConnectorId>,
        connector: &C,
    ) -> impl Future<Output = Result<AccountConnectorState, Error>> + Send {
        // The connector is read before the first wait, so that it need not be `Sync`.
        let call = InstallConnector::new(&self.account, id, connector);
        async move { self.client.call(&call).await }
    }

    /// Sets all properties of an account connector, and then its `AuthValue`: those that there are
    /// already are changed, the others are added, and what `connector` doesn't mention stays.
    ///
    /// The properties come first, since Cyclr may use them as soon as it has the `AuthValue`. If the
    /// answer to a new property is lost, the list is read again before anything is sent again.
    ///
    /// Names are the `target_name`s of the connector's parameters. What Cyclr does with a name that the
    /// connector doesn't have is undocumented: it may keep it without a word, so have a test see that
    /// nothing is [missing](Self::missing_properties) afterwards, or let the derive's `schema` check the
    /// struct.
    ///
    /// # Errors
    ///
    /// [`Error`] of the first call that failed; what came before it is set. Calling again is safe.
    pub fn configure<C: AccountConnector>(
        &self,
        id: impl Into<AccountConnectorId>,
        connector: &C,
    ) -> impl Future<Output = Result<(), Error>> + Send {
        let id = id.into();
        let properties = connector.properties();
        let properties: Vec<_> =
            properties.iter().map(|(name, value)| (name, Secret::from(value))).collect();
        let auth_value = connector.auth_value().as_ref().map(AuthValueRef::to_text);
        async move {
            let mut known = match properties.as_slice() {
                [] => Vec::new(),
                _ => self.properties(id).await?,
            };
            for (name, value) in &properties {
                self.set(id, name, value.expose_secret(), &mut known).await?;
            }
            match auth_value {
                Some(text) => self.set_auth_value(id, &AuthValue::api_key(text)).await,
                None => Ok(()),
            }
        }
    }

    async fn set(
        &self,
        id: AccountConnectorId,
        name: &str,
        value: &str,
        known: &mut Vec<Property>,
    ) -> Result<(), Error> {
        let (account, client) = (&self.account, &self.client);
        let create = CreateProperty { account, id, name, value };
        let update = |property| UpdateProperty { account, id, property, name, value };
        match id_of(known, name) {
            Some(property) => client.call(&update(property)).await,
            None => match client.call(&create).await {
                Err(error) if may_have_been_done(&error) => {
                    *known = self.properties(id).await?;
                    match id_of(known, name) {
                        Some(property) => client.call(&update(property)).await,
                        None => client.call(&create).await,
                    }
                }
                result => result,
            },
        }
    }

    /// The properties that are set.
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`] if the account has no such connector.
    pub async fn properties(
        &self,
        id: impl Into<AccountConnectorId> + Send,
    ) -> Result<Vec<Property>, Error> {
        let id = id.into();
        let pages = Pages::new(self.clone(), move |scope, page| {
            Box::pin(async move {
                scope.client.call(&ListProperties { account: &scope.account, id, page }).await
            })
        });
        pages.all().await
    }

    /// What must still be set before a user can be handed off: the parameters of the connector that
    /// are properties of an account connector, are not optional, and have no value. Cyclr shows the
    /// user a page that says "Bad Request" otherwise.
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`] if the account has no such connector.
    pub async fn missing_properties(
        &self,
        id: impl Into<AccountConnectorId> + Send,
    ) -> Result<Vec<Parameter>, Error> {
        Ok(self.connector(id).await?.missing_properties().cloned().collect())
    }

    /// Sets an account connector's `AuthValue`, and nothing else.
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`] if the account has no such connector.
    pub async fn set_auth_value(
        &self,
        id: impl Into<AccountConnectorId> + Send,
        auth_value: &AuthValue,
    ) -> Result<(), Error> {
        let call = UpdateAccountConnector {
            account: &self.account,
            id: id.into(),
            name: None,
            description: None,
            auth_value: Some(auth_value),
        };
        self.client.call(&call).await
    }

    /// Takes an account connector's authentication away, which stops the integrations that run with
    /// it (observed).
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`] if the account has no such connector.
    pub async fn deauthenticate(
        &self,
        id: impl Into<AccountConnectorId> + Send,
    ) -> Result<(), Error> {
        let call = DeauthenticateAccountConnector { account: &self.account, id: id.into() };
        self.client.call(&call).await
    }

    /// Removes an account connector.
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`] if the account has no such connector.
    pub async fn delete(&self, id: impl Into<AccountConnectorId> + Send) -> Result<(), Error> {
        let call = DeleteAccountConnector { account: &self.account, id: id.into() };
        self.client.call(&call).await
    }
}

fn id_of(properties: &[Property], name: &str) -> Option<crate::PropertyId> {
    properties.iter().find(|property| property.name == name)?.id
}
