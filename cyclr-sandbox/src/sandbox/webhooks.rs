//! Connections that break, and the webhooks that tell of them.

use cyclr_oauth::{AccountConnectorId, AccountId};

use super::running::Sandbox;
use crate::record::SentWebhook;
use crate::state::MarketplaceEvent;
use crate::webhook::post;

impl Sandbox {
    /// Has the third party refuse an account connector's tokens from now on.
    ///
    /// A transaction fails with it, too. Returns `false` if the id is unknown.
    ///
    /// The switch `broken_connection` says when the account connector is no longer shown as
    /// authenticated. If the account has a webhook for transaction errors, it is posted in the background,
    /// to a http URL on a loopback host only, and up to three times. Another hand-off repairs the connection.
    ///
    /// ```
    /// # let cyclr = cyclr_sandbox::Sandbox::start_blocking();
    /// use cyclr_oauth::AccountId;
    /// use cyclr_sandbox::ConnectorSeed;
    ///
    /// let mail = ConnectorSeed::api_key("Mail").auth_value("k3y");
    /// let id = cyclr.install(&AccountId::new("Acme-42")?, mail);
    /// assert!(cyclr.break_connection(id));
    /// assert!(!cyclr.account_connector(id).unwrap().is_authenticated());
    /// # Ok::<(), cyclr_oauth::values::InvalidAccountId>(())
    /// ```
    #[expect(clippy::must_use_candidate, reason = "it is called for what it does")]
    pub fn break_connection(&self, id: AccountConnectorId) -> bool {
        let webhook = {
            let mut state = self.shared.state();
            if state.any_account_connector(id.get()).is_none() {
                return false;
            }
            state.break_connection(id.get())
        };
        if let Some(webhook) = webhook {
            post(&self.shared, webhook);
        }
        true
    }

    /// Posts a marketplace notification about a package to the marketplace's URL.
    ///
    /// It is posted as a webhook for a transaction error is. The package's id is yours to choose. Returns `false`
    /// if the account is unknown.
    ///
    /// Cyclr's console sets the URL, so no account has it. The notification lists the cycles of the account.
    ///
    /// ```
    /// # let cyclr = cyclr_sandbox::Sandbox::start_blocking();
    /// use cyclr_oauth::AccountId;
    /// use cyclr_sandbox::MarketplaceEvent;
    ///
    /// let account = AccountId::new("Acme-42")?;
    /// cyclr.create_account(&account);
    /// let url = "http://127.0.0.1:3000/cyclr/marketplace";
    /// assert!(cyclr.notify_marketplace(&account, MarketplaceEvent::Installed, 1234, url));
    /// assert_eq!(cyclr.webhooks()[0].body()["Status"], "installed");
    /// # Ok::<(), cyclr_oauth::values::InvalidAccountId>(())
    /// ```
    #[expect(clippy::must_use_candidate, reason = "it is called for what it does")]
    pub fn notify_marketplace(
        &self,
        account: &AccountId,
        event: MarketplaceEvent,
        package: u64,
        url: &str,
    ) -> bool {
        let state = self.shared.state();
        let webhook = state.marketplace_notification(account.as_str(), event, package, url);
        drop(state);
        let is_known = webhook.is_some();
        if let Some(webhook) = webhook {
            post(&self.shared, webhook);
        }
        is_known
    }

    /// The webhooks that were sent, and what came back: as many as
    /// [`Limits::webhooks`](crate::Limits::webhooks), the oldest first.
    ///
    /// They are posted in the background: wait until one
    /// [is settled](SentWebhook::is_settled).
    #[must_use]
    pub fn webhooks(&self) -> Vec<SentWebhook> {
        self.shared.webhooks().all().cloned().collect()
    }

    /// Installs a cycle that runs with these account connectors; gives its id, a GUID.
    ///
    /// `GET /v1.0/cycles/{id}/prerequisites` then lists those that aren't authenticated.
    #[must_use]
    pub fn install_cycle(&self, account: &AccountId, connectors: &[AccountConnectorId]) -> String {
        let connectors = connectors.iter().map(|id| id.get()).collect();
        self.shared.state().install_cycle(account.as_str(), connectors)
    }
}
