//! [`Installed`]: a connector that an account has once.

use std::cmp::Reverse;

use crate::api::{AccountConnectorState, Error, InstallConnector};
use crate::client::account_scope::{AccountScope, check_connector};
use crate::client::call_future::CallFuture;
use crate::client::fault::Fault;
use crate::connector::AccountConnector;
use crate::values::{AccountConnectorId, ConnectorId};

/// A connector that an account has once, from
/// [`AccountScope::ensure_installed`](AccountScope::ensure_installed).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Installed {
    /// The account connector to use.
    pub connector: AccountConnectorState,
    /// True if this call is known to have installed it.
    pub is_new: bool,
    /// Other account connectors of the same connector: from `install`, from Cyclr's own pages, or
    /// from an interrupted call. The library doesn't remove them, since they may be in use.
    pub others: Vec<AccountConnectorId>,
}

impl AccountScope {
    /// Returns a connector's account connector; installs the connector if there is none.
    ///
    /// It is safe to call at every start, and after a response was lost: it lists the account's
    /// connectors before it installs anything, and again before it installs a second time. An
    /// existing account connector keeps its values; set them with [`configure`](Self::configure).
    ///
    /// Of several account connectors it returns the authenticated one with the lowest id, or else
    /// the one with the lowest id. When two processes install at the same moment, both return the
    /// older account connector. The process that installed the younger one removes it, unless it is
    /// already authenticated. A process that stops in between, or a request that Cyclr completes
    /// only after its timeout, leaves an extra one behind; [`Installed::others`] reports it.
    ///
    /// For an account that connects one application twice, use [`install`](Self::install).
    ///
    /// # Errors
    ///
    /// [`Error`] as for [`install`](Self::install). Calling again is safe.
    pub fn ensure_installed<C: AccountConnector>(
        &self,
        id: impl Into<ConnectorId>,
        connector: &C,
    ) -> CallFuture<'_, Installed> {
        // Reads the connector before the first await, so that it need not be `Sync`.
        let id = id.into();
        let call = InstallConnector::new(&self.account, id, connector);
        CallFuture::new(async move {
            check_connector(&call, id)?;
            // Twice, since a lost request may not have arrived.
            let mut again = true;
            loop {
                if let Some(found) = choose(self.of_connector(id).await?) {
                    return Ok(found);
                }
                match self.core.call(&call).await {
                    Ok(new) => return self.reconcile(id, new).await,
                    Err(error) if !Fault::of(&error).may_have_been_done() => return Err(error),
                    Err(_) if std::mem::take(&mut again) => {}
                    Err(error) => return choose(self.of_connector(id).await?).ok_or(error),
                }
            }
        })
    }

    /// All account connectors of one connector.
    async fn of_connector(&self, id: ConnectorId) -> Result<Vec<AccountConnectorState>, Error> {
        let mut all = self.connectors().all().await?;
        all.retain(|it| it.connector.id == id);
        Ok(all)
    }

    /// Resolves a race with another process that installed the connector after the list was read.
    async fn reconcile(
        &self,
        id: ConnectorId,
        new: AccountConnectorState,
    ) -> Result<Installed, Error> {
        let mut all = self.of_connector(id).await?;
        let own = new.id;
        // Anyone who sees this one also sees the older one and chooses it. If this one is
        // authenticated, it may already be in use.
        let is_idle = all.iter().any(|it| it.id == own && !it.authenticated);
        if all.iter().all(|it| it.id != own) {
            all.push(new.clone());
        }
        let Some(mut installed) = choose(all) else {
            return Ok(Installed { connector: new, is_new: true, others: Vec::new() });
        };
        installed.is_new = installed.connector.id == own;
        if installed.connector.id < own && is_idle {
            match self.delete(own).await {
                Ok(()) => installed.others.retain(|it| *it != own),
                Err(error) if error.is_not_found() => installed.others.retain(|it| *it != own),
                // It is reported with the others.
                Err(_) => {}
            }
        }
        Ok(installed)
    }
}

/// The authenticated one with the lowest id, or else the one with the lowest id.
fn choose(mut all: Vec<AccountConnectorState>) -> Option<Installed> {
    all.sort_by_key(|it| (Reverse(it.authenticated), it.id));
    let mut all = all.into_iter();
    let connector = all.next()?;
    Some(Installed { connector, is_new: false, others: all.map(|it| it.id).collect() })
}
