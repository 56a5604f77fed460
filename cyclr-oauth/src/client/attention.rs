//! Calls connectors' methods, and finds connections that have broken.

use std::sync::Arc;

use http::StatusCode;
use serde::de::DeserializeOwned;

use crate::api::{
    AccountConnectorState, AuthType, CallMethod, ConnectorMethod, CycleId, CyclePrerequisite,
    GetCyclePrerequisites, ListMethods, MethodId, TransactionError,
};
use crate::client::account_scope::AccountScope;
use crate::client::call_future::CallFuture;
use crate::client::pages::Pages;
use crate::values::{AccountConnectorId, ConnectorId};

impl AccountScope {
    /// Lists the methods of a connector, page by page. [`call_method`](Self::call_method) calls one.
    ///
    /// ```no_run
    /// use cyclr_oauth::api::MethodId;
    /// use cyclr_oauth::client::AccountScope;
    ///
    /// # async fn current_user(scope: AccountScope) -> Result<Option<MethodId>, cyclr_oauth::Error> {
    /// let methods = scope.methods(77).all().await?;
    /// let method = methods.into_iter().find(|it| it.name == "Get Current User");
    /// # Ok(method.map(|it| it.id))
    /// # }
    /// ```
    #[must_use]
    pub fn methods(&self, connector: impl Into<ConnectorId>) -> Pages<ConnectorMethod> {
        let (account, connector) = (self.account.clone(), connector.into());
        Pages::new(Arc::clone(&self.core), move |core, page| {
            let account = account.clone();
            Box::pin(
                async move { core.call(&ListMethods { account: &account, connector, page }).await },
            )
        })
    }

    /// Calls a connector's method at the third party, and reads the response as `T`.
    ///
    /// A "current user" method says who is signed in there. Completing a hand-off doesn't tell you
    /// that.
    ///
    /// ```no_run
    /// use cyclr_oauth::AccountConnectorId;
    /// use cyclr_oauth::api::MethodId;
    /// use cyclr_oauth::client::AccountScope;
    ///
    /// #[derive(serde::Deserialize)]
    /// struct CurrentUser {
    ///     email: String,
    /// }
    ///
    /// # async fn is_theirs(scope: AccountScope, id: AccountConnectorId, their_email: &str) -> Result<bool, Box<dyn std::error::Error>> {
    /// // From the list of the connector's methods.
    /// let method = MethodId::new("6f9619ff-8b86-d011-b42d-00cf4fc964ff")?;
    /// let user: CurrentUser = scope.call_method(id, &method).await?;
    /// # Ok(user.email == their_email)
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`](crate::Error::is_not_found) if there is no such account connector or method;
    /// [`Error::is_decode`](crate::Error::is_decode) if the response can't be read as `T`.
    pub fn call_method<'a, T: DeserializeOwned + 'a>(
        &'a self,
        id: impl Into<AccountConnectorId>,
        method: &'a MethodId,
    ) -> CallFuture<'a, T> {
        let call = CallMethod::new(&self.account, id, method);
        CallFuture::new(async move { self.core.call(&call).await })
    }

    /// Lists the account connectors that aren't authenticated, or not any more.
    ///
    /// To reconnect one, start the same hand-off with the same id. The list leaves out connectors
    /// that need no authentication (`AuthType` `None`). Whether Cyclr reports a broken connection
    /// here is undocumented.
    ///
    /// # Errors
    ///
    /// [`Error`](crate::Error) if Cyclr doesn't return the list.
    pub fn needs_attention(&self) -> CallFuture<'_, Vec<AccountConnectorState>> {
        CallFuture::new(async move {
            let mut all = self.connectors().all().await?;
            all.retain(|it| !it.authenticated && it.connector.auth_type != AuthType::None);
            Ok(all)
        })
    }

    /// Lists what keeps a cycle, an installed integration, from running.
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`](crate::Error::is_not_found) if the account has no such cycle.
    pub fn cycle_prerequisites<'a>(
        &'a self,
        cycle: &'a CycleId,
    ) -> CallFuture<'a, Vec<CyclePrerequisite>> {
        let call = GetCyclePrerequisites { account: &self.account, cycle };
        CallFuture::new(async move { self.core.call(&call).await })
    }

    /// Lists the account connectors that need attention after a webhook.
    ///
    /// They are the unauthenticated ones that keep the webhook's cycle from running. If there are
    /// none, or the cycle is unknown, this returns what [`needs_attention`](Self::needs_attention)
    /// returns.
    ///
    /// ```no_run
    /// use cyclr_oauth::api::{TransactionError, WebhookAddress, WebhookKey};
    /// use cyclr_oauth::Client;
    ///
    /// # async fn receive(cyclr: Client, key: WebhookKey, address: &str, body: &[u8]) -> Result<u16, Box<dyn std::error::Error>> {
    /// // Before the body is read:
    /// let Some(account) = WebhookAddress::verify(&key, address) else { return Ok(404) };
    /// let error = TransactionError::read(body)?;
    /// for connector in cyclr.account(&account).needs_attention_after(&error).await? {
    ///     println!("ask the user to connect {} again", connector.name);
    /// }
    /// # Ok(200)
    /// # }
    /// ```
    ///
    /// # Security
    ///
    /// A webhook may be forged. It only decides which question this call asks Cyclr about this
    /// account.
    ///
    /// # Errors
    ///
    /// [`Error`](crate::Error) if a call to Cyclr fails.
    pub fn needs_attention_after(
        &self,
        error: &TransactionError,
    ) -> CallFuture<'_, Vec<AccountConnectorState>> {
        let cycle = error.cycle_id.clone();
        CallFuture::new(async move {
            let prerequisites = match &cycle {
                None => Vec::new(),
                Some(cycle) => match self.cycle_prerequisites(cycle).await {
                    Ok(prerequisites) => prerequisites,
                    Err(error) if is_unknown(error.status()) => Vec::new(),
                    Err(error) => return Err(error),
                },
            };
            let blocking: Vec<AccountConnectorId> =
                prerequisites.iter().filter_map(CyclePrerequisite::unauthenticated).collect();
            let mut all = self.connectors().all().await?;
            all.retain(|it| match blocking.as_slice() {
                [] => !it.authenticated && it.connector.auth_type != AuthType::None,
                blocking => blocking.contains(&it.id),
            });
            Ok(all)
        })
    }
}

/// Whether Cyclr doesn't know the cycle, or rejects its id.
fn is_unknown(status: Option<StatusCode>) -> bool {
    matches!(status, Some(StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST))
}
