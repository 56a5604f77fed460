//! What tests do to the state directly, without the checks of requests.

use super::State;
use super::account_connector::{AccountConnector, Property};
use crate::seed::ConnectorSeed;

impl State {
    /// Installs a connector in an account that is there.
    pub(crate) fn insert_account_connector(&mut self, account: &str, seed: ConnectorSeed) -> u64 {
        let ConnectorSeed {
            definition,
            account_connector_id,
            authentication,
            auth_value,
            properties,
        } = seed;
        let connector = self.define(definition);
        let id = self.free_account_connector_id(account_connector_id);
        let definition = self.connectors.get(&connector).cloned().unwrap_or_default();
        let mut installed = AccountConnector {
            id,
            account: account.to_owned(),
            connector,
            name: definition.name.clone(),
            description: None,
            authentication,
            auth_value: None,
            authenticated: false,
            properties: Vec::new(),
        };
        for (name, value) in properties {
            let (property, value) = (self.next_id(), value.expose_secret().to_owned());
            installed.properties.push(Property {
                name,
                value,
                id: property,
                account_connector_id: id,
            });
        }
        installed.set_auth_value(auth_value.as_ref().map(cyclr_oauth::Secret::expose_secret));
        self.settle(&mut installed, &definition, true);
        self.put(installed);
        id
    }

    /// Gives an account connector a name and a description of its own.
    pub(crate) fn describe(&mut self, id: u64, name: Option<String>, description: Option<String>) {
        if let Some(connector) = self.account_connectors.get_mut(&id) {
            connector.name = name.unwrap_or_else(|| std::mem::take(&mut connector.name));
            connector.description = description;
        }
    }

    /// Sets or adds a property; `false` if there is no such account connector.
    pub(crate) fn force_property(&mut self, id: u64, name: &str, value: &str) -> bool {
        let Some(mut connector) = self.account_connectors.get(&id).cloned() else { return false };
        if let Some(property) = connector.properties.iter_mut().find(|it| it.name == name) {
            value.clone_into(&mut property.value);
        } else {
            let (name, value, property) = (name.to_owned(), value.to_owned(), self.next_id());
            connector.properties.push(Property {
                name,
                value,
                id: property,
                account_connector_id: id,
            });
        }
        let definition = self.definition_of(&connector);
        self.settle(&mut connector, &definition, false);
        self.put(connector);
        true
    }

    /// The id that is asked for, unless it is taken.
    pub(super) fn free_account_connector_id(&mut self, wanted: Option<u64>) -> u64 {
        match wanted.filter(|id| !self.account_connectors.contains_key(id)) {
            Some(id) => {
                self.next_id = self.next_id.max(id);
                id
            }
            None => self.next_id(),
        }
    }

    pub(super) fn put(&mut self, connector: AccountConnector) {
        if let Some(account) = self.accounts.get_mut(&connector.account) {
            account.connectors.insert(connector.id);
        }
        self.account_connectors.insert(connector.id, connector);
    }
}
