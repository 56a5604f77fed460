//! What tests see of the state, and do to it, without a request.

use cyclr_oauth::{AccountConnectorId, AccountId, Secret};

use super::running::Sandbox;
use crate::seed::ConnectorSeed;
use crate::snapshot::AccountConnectorSnapshot;
use crate::state::Installation;

#[expect(clippy::must_use_candidate, reason = "many are called for what they do")]
impl Sandbox {
    /// Creates the account, unless it is there.
    pub fn create_account(&self, account: &AccountId) {
        self.shared.state().insert_account(account.as_str(), None, None);
    }

    /// The name of an account; `None` if the account does not exist.
    #[must_use]
    pub fn account_name(&self, account: &AccountId) -> Option<String> {
        self.shared.state().account(account.as_str()).ok().map(|it| it.name.clone())
    }

    /// The description of an account, if it has one.
    #[must_use]
    pub fn account_description(&self, account: &AccountId) -> Option<String> {
        self.shared.state().account(account.as_str()).ok()?.description.clone()
    }

    /// Whether there is such an account.
    #[must_use]
    pub fn has_account(&self, account: &AccountId) -> bool {
        self.shared.state().account(account.as_str()).is_ok()
    }

    /// The names of an account's users, in the order in which they came.
    #[must_use]
    pub fn users(&self, account: &AccountId) -> Vec<String> {
        let state = self.shared.state();
        let users = state.users(account.as_str());
        users.into_iter().flatten().map(str::to_owned).collect()
    }

    /// Whether a user's password is this one.
    #[must_use]
    pub fn has_password(&self, user: &str, password: &str) -> bool {
        self.shared.state().password(user).is_some_and(|it| it.expose_secret() == password)
    }

    /// Whether the account has a user of that name.
    #[must_use]
    pub fn has_user(&self, account: &AccountId, user: &str) -> bool {
        self.shared.state().user(account.as_str(), user).is_some()
    }

    /// Defines a connector, unless it is defined, and returns the connector's id.
    ///
    /// That is not the id of an account connector.
    ///
    /// ```
    /// # let cyclr = cyclr_sandbox::Sandbox::start_blocking();
    /// # use cyclr_sandbox::ConnectorSeed;
    /// let mail = cyclr.define(ConnectorSeed::api_key("Mail"));
    /// assert_eq!(cyclr.define(ConnectorSeed::api_key("Mail")), mail);
    /// ```
    pub fn define(&self, connector: ConnectorSeed) -> u64 {
        let Installation { definition, category, methods, .. } = connector.0;
        let mut state = self.shared.state();
        let id = state.define(definition);
        state.describe_connector(id, category, methods);
        id.get()
    }

    /// Installs a connector in an account; creates account and definition unless they are there.
    ///
    /// Nothing is checked: what the seed says is how it is.
    ///
    /// ```
    /// # let cyclr = cyclr_sandbox::Sandbox::start_blocking();
    /// use cyclr_oauth::AccountId;
    /// use cyclr_sandbox::{ConnectorSeed, ParameterSeed};
    ///
    /// let zendesk = ConnectorSeed::oauth2("Zendesk").parameter(ParameterSeed::required("SubDomain"));
    /// let id = cyclr.install(&AccountId::new("Acme-42")?, zendesk.account_connector_id(1234));
    /// assert_eq!(id.get(), 1234);
    /// # Ok::<(), cyclr_oauth::values::InvalidAccountId>(())
    /// ```
    pub fn install(&self, account: &AccountId, connector: ConnectorSeed) -> AccountConnectorId {
        let mut state = self.shared.state();
        state.insert_account(account.as_str(), None, None);
        state.insert_account_connector(account.as_str(), connector.0).into()
    }

    /// An account connector as it is now; `None` if the id is unknown.
    #[must_use]
    pub fn account_connector(&self, id: AccountConnectorId) -> Option<AccountConnectorSnapshot> {
        let state = self.shared.state();
        state.any_account_connector(id.get()).cloned().map(AccountConnectorSnapshot)
    }

    /// The account connectors of an account.
    #[must_use]
    pub fn account_connectors(&self, account: &AccountId) -> Vec<AccountConnectorSnapshot> {
        let state = self.shared.state();
        let all = state.account_connectors(account.as_str());
        all.into_iter().flatten().cloned().map(AccountConnectorSnapshot).collect()
    }

    /// Sets a property of an account connector, unchecked; `false` if the id is unknown.
    pub fn set_property(&self, id: AccountConnectorId, name: &str, value: &str) -> bool {
        self.shared.state().force_property(id.get(), name, value)
    }

    /// Says whether an account connector is authenticated; `false` if the id is unknown.
    pub fn set_authenticated(&self, id: AccountConnectorId, authenticated: bool) -> bool {
        self.shared.state().set_authenticated(id.get(), authenticated)
    }

    /// Does what the first use by an integration does: fetches the tokens that an `AuthValue` of
    /// `"{}"` asks for. Gives whether the account connector is authenticated then.
    pub fn use_connector(&self, id: AccountConnectorId) -> bool {
        self.shared.state().use_connector(id.get()).unwrap_or(false)
    }

    /// Gives out an access token, as `/oauth/token` does; limited to an account, or not.
    #[must_use]
    pub fn mint_access_token(&self, account: Option<&AccountId>) -> Secret {
        let account = account.map(|it| it.as_str().to_owned());
        self.shared.state().issue_access_token(account).0.into()
    }

    /// How many access tokens were given out since the start.
    #[must_use]
    pub fn access_tokens_issued(&self) -> u64 {
        self.shared.state().access_tokens_issued()
    }

    /// Makes all access tokens invalid that were given out: the next call of a client that keeps
    /// one is answered with 401.
    ///
    /// ```
    /// # let cyclr = cyclr_sandbox::Sandbox::start_blocking();
    /// cyclr.revoke_access_tokens();
    /// assert_eq!(cyclr.access_tokens_issued(), 0);
    /// ```
    pub fn revoke_access_tokens(&self) {
        self.shared.state().revoke_access_tokens();
    }

    /// How many users are with the third party, or never came back.
    #[must_use]
    pub fn pending_hand_offs(&self) -> usize {
        self.shared.state().pending_hand_offs()
    }
}
