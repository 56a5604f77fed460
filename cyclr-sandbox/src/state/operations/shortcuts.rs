//! What tests and seeds do to the state directly, without the checks of requests.

use cyclr_oauth::Secret;

#[cfg(feature = "control")]
use crate::limits::Limits;
use crate::state::cyclr_state::CyclrState;
use crate::state::model::{AccountConnector, AuthMethod, Installation};
use crate::switches::BrokenConnection;

impl CyclrState {
    /// Installs a connector in an account that is there.
    pub(crate) fn insert_account_connector(
        &mut self,
        account: &str,
        installation: Installation,
    ) -> u64 {
        let Installation {
            definition,
            account_connector_id,
            authentication,
            auth_value,
            properties,
            category,
            methods,
        } = installation;
        let connector = self.define(definition);
        self.describe_connector(connector, category, methods);
        let id = self.free_account_connector_id(account_connector_id);
        let definition = self.known_definition(connector);
        let mut installed = AccountConnector::new(id, account, &definition, authentication);
        for (name, value) in properties {
            self.add_property(&mut installed, name, value.expose_secret().to_owned());
        }
        installed.set_auth_value(auth_value.as_ref().map(Secret::expose_secret));
        self.settle(&mut installed, &definition, true);
        self.put(installed);
        id
    }

    /// Whether the limits leave room for another account connector in this account.
    #[cfg(feature = "control")]
    pub(crate) fn has_room(&self, account: &str) -> bool {
        let Limits { accounts, account_connectors, .. } = &self.limits;
        self.account_connectors.len() < *account_connectors
            && (self.accounts.contains_key(account) || self.accounts.len() < *accounts)
    }

    /// Sets name and description of an account connector, if there are any.
    pub(crate) fn describe(&mut self, id: u64, name: Option<String>, description: Option<String>) {
        if let Some(connector) = self.account_connectors.get_mut(&id) {
            connector.name = name.unwrap_or_else(|| std::mem::take(&mut connector.name));
            connector.description = description;
        }
    }

    /// Sets or adds a property; `false` if the id is unknown.
    pub(crate) fn force_property(&mut self, id: u64, name: &str, value: &str) -> bool {
        let Some(mut connector) = self.account_connectors.get(&id).cloned() else { return false };
        if let Some(property) = connector.properties.iter_mut().find(|it| it.name == name) {
            value.clone_into(&mut property.value);
        } else {
            self.add_property(&mut connector, name.to_owned(), value.to_owned());
        }
        let definition = self.definition_of(&connector);
        self.settle(&mut connector, &definition, false);
        self.put(connector);
        true
    }

    /// The id that is asked for, unless it is taken.
    fn free_account_connector_id(&mut self, wanted: Option<u64>) -> u64 {
        match wanted.filter(|id| !self.account_connectors.contains_key(id)) {
            Some(id) => {
                self.count_id(id);
                id
            }
            None => self.next_id(),
        }
    }

    /// The connector's first use by an integration: Cyclr fetches the tokens that `"{}"` asks for.
    pub(crate) fn use_connector(&mut self, id: u64) -> Option<bool> {
        let mut connector = self.account_connectors.get(&id)?.clone();
        let (definition, now) = (self.definition_of(&connector), self.now());
        let method = AuthMethod::of(&definition, connector.authentication.as_deref());
        if connector.asks_for_tokens(method) {
            connector.fetch_tokens(&definition, &self.switches, &mut self.random, now);
        }
        if connector.broken && self.switches.broken_connection == BrokenConnection::OnUse {
            connector.authenticated = false;
        }
        let works = connector.authenticated && !connector.broken;
        self.account_connectors.insert(id, connector);
        Some(works)
    }

    /// Says of an account connector whether it is authenticated, whatever its `AuthValue`.
    pub(crate) fn set_authenticated(&mut self, id: u64, authenticated: bool) -> bool {
        let found = self.account_connectors.get_mut(&id);
        let Some(connector) = found else { return false };
        connector.authenticated = authenticated;
        connector.broken = connector.broken && !authenticated;
        true
    }
}
