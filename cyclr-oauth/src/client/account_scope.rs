//! [`AccountScope`]: the calls within an account.

use std::fmt;
use std::sync::Arc;

use crate::api::{
    AccountConnectorState, Call, Connector, CreateProperty, DeauthenticateAccountConnector,
    DeleteAccountConnector, Error, GetAccountConnector, GetConnector, InstallConnector, Kind,
    ListAccountConnectors, ListConnectors, ListProperties, Parameter, Property,
    UpdateAccountConnector, UpdateProperty,
};
use crate::client::call_future::CallFuture;
use crate::client::core::Core;
use crate::client::fault::Fault;
use crate::client::pages::Pages;
use crate::connector::{AccountConnector, AuthValue, AuthValueRef, ConnectorDefinition};
use crate::values::{AccountConnectorId, AccountId, ConnectorId, PropertyId, Secret};

/// The calls within one account, from [`Client::account`](crate::Client::account).
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
    pub(super) core: Arc<Core>,
    pub(super) account: AccountId,
}

impl AccountScope {
    pub(super) fn new(core: Arc<Core>, account: AccountId) -> Self {
        Self { core, account }
    }

    /// The account's id.
    #[must_use]
    pub fn id(&self) -> &AccountId {
        &self.account
    }

    /// Returns an account connector's state.
    ///
    /// Its `authenticated` is the only proof that a hand-off has succeeded
    /// ([documented](crate::guide::how_cyclr_behaves)). It may already have been true before the
    /// hand-off.
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`] if the account has no such connector.
    pub fn connector(
        &self,
        id: impl Into<AccountConnectorId>,
    ) -> CallFuture<'_, AccountConnectorState> {
        let call = GetAccountConnector { account: &self.account, id: id.into() };
        CallFuture::new(async move { self.core.call(&call).await })
    }

    /// Lists all connectors installed in the account, page by page.
    #[must_use]
    pub fn connectors(&self) -> Pages<AccountConnectorState> {
        let account = self.account.clone();
        Pages::new(Arc::clone(&self.core), move |core, page| {
            let account = account.clone();
            Box::pin(
                async move { core.call(&ListAccountConnectors { account: &account, page }).await },
            )
        })
    }

    /// Returns a connector's definition, whether the connector is installed or not.
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`] if there is no such connector.
    pub fn definition(&self, id: impl Into<ConnectorId>) -> CallFuture<'_, Connector> {
        let call = GetConnector { account: &self.account, id: id.into() };
        CallFuture::new(async move { self.core.call(&call).await })
    }

    /// Lists the definitions of all connectors that the account can install, page by page.
    #[must_use]
    pub fn definitions(&self) -> Pages<Connector> {
        let account = self.account.clone();
        Pages::new(Arc::clone(&self.core), move |core, page| {
            let account = account.clone();
            Box::pin(async move { core.call(&ListConnectors { account: &account, page }).await })
        })
    }

    /// Installs a connector with the values that you supply; `&()` supplies none.
    ///
    /// The client doesn't repeat this call when Cyclr may have carried it out. For an account that
    /// has the connector once, use [`ensure_installed`](Self::ensure_installed), which is safe to
    /// repeat.
    ///
    /// # Errors
    ///
    /// [`Error`]; the message of a 400 says which property or `AuthenticationId` Cyclr refused.
    /// Nothing is sent if `connector` was checked against the definition of a connector other than
    /// `id`.
    pub fn install<C: AccountConnector>(
        &self,
        id: impl Into<ConnectorId>,
        connector: &C,
    ) -> CallFuture<'_, AccountConnectorState> {
        // Reads the connector before the first await, so that it need not be `Sync`.
        let id = id.into();
        let call = InstallConnector::new(&self.account, id, connector);
        CallFuture::new(async move {
            check_connector(&call, id)?;
            self.core.call(&call).await
        })
    }

    /// Sets an account connector's properties, and then its `AuthValue`.
    ///
    /// Existing properties are changed and missing ones are added. Properties that `connector`
    /// doesn't mention keep their values. The `AuthValue` comes last, since Cyclr may use the
    /// properties as soon as it has one. If the response to a new property is lost, the client
    /// reads the list again before it sends anything else.
    ///
    /// Property names are the `target_name`s of the connector's parameters. How Cyclr treats an
    /// unknown name is undocumented; it may store it silently. Use the derive's `schema` to check
    /// the struct, or test that no property is [missing](Self::missing_properties) afterwards.
    ///
    /// # Errors
    ///
    /// The [`Error`] of the first call that fails. Earlier changes stay. Calling again is safe.
    pub fn configure<C: AccountConnector>(
        &self,
        id: impl Into<AccountConnectorId>,
        connector: &C,
    ) -> CallFuture<'_, ()> {
        let id = id.into();
        let properties = connector.properties();
        let properties: Vec<_> =
            properties.iter().map(|(name, value)| (name, Secret::from(value))).collect();
        let auth_value = connector.auth_value().as_ref().map(AuthValueRef::to_auth_value);
        CallFuture::new(async move {
            let mut known = match properties.as_slice() {
                [] => Vec::new(),
                _ => self.properties(id).await?,
            };
            for (name, value) in &properties {
                self.set(id, name, value.expose_secret(), &mut known).await?;
            }
            match auth_value {
                Some(auth_value) => self.set_auth_value(id, &auth_value).await,
                None => Ok(()),
            }
        })
    }

    async fn set(
        &self,
        id: AccountConnectorId,
        name: &str,
        value: &str,
        known: &mut Vec<Property>,
    ) -> Result<(), Error> {
        let (account, core) = (&self.account, &self.core);
        let create = CreateProperty { account, id, name, value };
        let update = |property| UpdateProperty { account, id, property, name, value };
        match id_of(known, name) {
            Some(property) => core.call(&update(property)).await,
            None => match core.call(&create).await {
                Err(error) if Fault::of(&error).may_have_been_done() => {
                    *known = self.properties(id).await?;
                    match id_of(known, name) {
                        Some(property) => core.call(&update(property)).await,
                        None => core.call(&create).await,
                    }
                }
                result => result,
            },
        }
    }

    /// Returns the properties that are set.
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`] if the account has no such connector.
    pub fn properties(&self, id: impl Into<AccountConnectorId>) -> CallFuture<'_, Vec<Property>> {
        let (account, id) = (self.account.clone(), id.into());
        let pages = Pages::new(Arc::clone(&self.core), move |core, page| {
            let account = account.clone();
            Box::pin(
                async move { core.call(&ListProperties { account: &account, id, page }).await },
            )
        });
        CallFuture::new(pages.all())
    }

    /// Returns the parameters that need a value before you hand off a user.
    ///
    /// These are the connector's parameters that are properties of an account connector, are not
    /// optional, and have no value. If one is missing, Cyclr shows the user a page that says "Bad
    /// Request".
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`] if the account has no such connector.
    pub fn missing_properties(
        &self,
        id: impl Into<AccountConnectorId>,
    ) -> CallFuture<'_, Vec<Parameter>> {
        let state = self.connector(id.into());
        CallFuture::new(async move { Ok(state.await?.missing_properties().cloned().collect()) })
    }

    /// Sets an account connector's `AuthValue` and nothing else.
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`] if the account has no such connector.
    pub fn set_auth_value<'a>(
        &'a self,
        id: impl Into<AccountConnectorId>,
        auth_value: &'a AuthValue,
    ) -> CallFuture<'a, ()> {
        let call = UpdateAccountConnector {
            account: &self.account,
            id: id.into(),
            name: None,
            description: None,
            auth_value: Some(auth_value),
        };
        CallFuture::new(async move { self.core.call(&call).await })
    }

    /// Removes an account connector's authentication.
    ///
    /// This stops the integrations that use it ([observed](crate::guide::how_cyclr_behaves)).
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`] if the account has no such connector.
    pub fn deauthenticate(&self, id: impl Into<AccountConnectorId>) -> CallFuture<'_, ()> {
        let call = DeauthenticateAccountConnector { account: &self.account, id: id.into() };
        CallFuture::new(async move { self.core.call(&call).await })
    }

    /// Removes an account connector.
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`] if the account has no such connector.
    pub fn delete(&self, id: impl Into<AccountConnectorId>) -> CallFuture<'_, ()> {
        let call = DeleteAccountConnector { account: &self.account, id: id.into() };
        CallFuture::new(async move { self.core.call(&call).await })
    }
}

fn id_of(properties: &[Property], name: &str) -> Option<PropertyId> {
    properties.iter().find(|property| property.name == name)?.id
}

/// Rejects a payload that was checked against another connector's definition.
pub(super) fn check_connector(call: &InstallConnector<'_>, id: ConnectorId) -> Result<(), Error> {
    match call.meant_for() {
        None => Ok(()),
        Some(meant) => {
            let wrong = WrongConnector { meant, id };
            Err(Error::new(InstallConnector::OPERATION, Kind::Request(wrong.into())))
        }
    }
}

/// The error for a payload that was checked against another connector's definition.
#[derive(Debug)]
struct WrongConnector {
    meant: ConnectorDefinition,
    id: ConnectorId,
}

impl fmt::Display for WrongConnector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { meant: ConnectorDefinition { id: meant, name, .. }, id } = self;
        write!(f, "the payload is for connector {meant} (`{name}`), not for {id}")
    }
}

impl std::error::Error for WrongConnector {}
