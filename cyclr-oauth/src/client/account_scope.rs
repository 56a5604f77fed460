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

/// The calls within one account; made by [`Client::account`](crate::Client::account).
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
    pub fn connector(
        &self,
        id: impl Into<AccountConnectorId>,
    ) -> CallFuture<'_, AccountConnectorState> {
        let call = GetAccountConnector { account: &self.account, id: id.into() };
        CallFuture::new(async move { self.core.call(&call).await })
    }

    /// All connectors that are installed in the account, page by page.
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

    /// The definition of a connector, installed or not.
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`] if there is no such connector.
    pub fn definition(&self, id: impl Into<ConnectorId>) -> CallFuture<'_, Connector> {
        let call = GetConnector { account: &self.account, id: id.into() };
        CallFuture::new(async move { self.core.call(&call).await })
    }

    /// The definitions of all connectors that the account can install, page by page.
    #[must_use]
    pub fn definitions(&self) -> Pages<Connector> {
        let account = self.account.clone();
        Pages::new(Arc::clone(&self.core), move |core, page| {
            let account = account.clone();
            Box::pin(async move { core.call(&ListConnectors { account: &account, page }).await })
        })
    }

    /// Installs a connector, with what the partner supplies for it; `&()` supplies nothing.
    ///
    /// It is not repeated where it may have been done. For an account that has the connector once,
    /// [`ensure_installed`](Self::ensure_installed) is safe to repeat.
    ///
    /// # Errors
    ///
    /// [`Error`]; a 400 says in its message which property or `AuthenticationId` Cyclr refused. Nothing
    /// is sent if `connector` was checked against the definition of another connector than `id`.
    pub fn install<C: AccountConnector>(
        &self,
        id: impl Into<ConnectorId>,
        connector: &C,
    ) -> CallFuture<'_, AccountConnectorState> {
        // The connector is read before the first wait, so that it need not be `Sync`.
        let id = id.into();
        let call = InstallConnector::new(&self.account, id, connector);
        CallFuture::new(async move {
            check_connector(&call, id)?;
            self.core.call(&call).await
        })
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

    /// The properties that are set.
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

    /// What must still be set before a user can be handed off: the parameters of the connector that
    /// are properties of an account connector, are not optional, and have no value. Cyclr shows the
    /// user a page that says "Bad Request" otherwise.
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

    /// Sets an account connector's `AuthValue`, and nothing else.
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

    /// Takes an account connector's authentication away, which stops the integrations that run with
    /// it (observed).
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

/// Refuses a payload that was checked against the definition of another connector.
pub(super) fn check_connector(call: &InstallConnector<'_>, id: ConnectorId) -> Result<(), Error> {
    match call.meant_for() {
        None => Ok(()),
        Some(meant) => {
            let wrong = WrongConnector { meant, id };
            Err(Error::new(InstallConnector::OPERATION, Kind::Request(wrong.into())))
        }
    }
}

/// A payload that was checked against the definition of one connector was to go to another.
#[derive(Debug)]
struct WrongConnector {
    meant: ConnectorDefinition,
    id: ConnectorId,
}

impl fmt::Display for WrongConnector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { meant: ConnectorDefinition { id: meant, name, .. }, id } = self;
        write!(f, "the payload is for `{name}`, the connector {meant}, and not for {id}")
    }
}

impl std::error::Error for WrongConnector {}
