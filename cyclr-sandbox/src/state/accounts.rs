//! Accounts, their users, and their account connectors.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::State;
use super::account_connector::{
    AccountConnector, asks_for_tokens, expected_auth_value, is_suitable,
};
use super::connector::{Definition, Method, same_name};
use super::refusal::Refusal;
use crate::switches::{PutProperties, UnsuitableAuthValue};

#[derive(Debug, Default)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) connectors: BTreeSet<u64>,
}

#[derive(Debug, Default)]
pub(crate) struct NewAccount {
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
}

/// What an install or an update says; `None` leaves as it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Change {
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) authentication: Option<String>,
    /// An empty one takes the `AuthValue` away.
    pub(crate) auth_value: Option<String>,
    pub(crate) properties: Option<Vec<(String, String)>>,
}

impl State {
    pub(crate) fn account(&self, id: &str) -> Result<&Account, Refusal> {
        self.accounts.get(id).ok_or_else(|| Refusal::not_found("Account not found."))
    }

    /// Creates the account; one that is there stays as it is.
    pub(crate) fn ensure_account(&mut self, new: NewAccount) -> Result<(), Refusal> {
        if self.accounts.contains_key(&new.id) {
            return Ok(());
        }
        if self.accounts.len() >= self.limits.accounts {
            return Err(Refusal::bad_request("The sandbox's limit of accounts is reached."));
        }
        self.insert_account(new);
        Ok(())
    }

    /// Without regard to the limit, which is for requests; a test knows what it does.
    pub(crate) fn insert_account(&mut self, new: NewAccount) {
        let name = new.name.unwrap_or_else(|| new.id.clone());
        let account = Account { name, description: new.description, connectors: BTreeSet::new() };
        self.accounts.entry(new.id).or_insert(account);
    }

    pub(crate) fn ensure_user(&mut self, account: &str, user: &str) {
        let key = (account.to_owned(), user.to_owned());
        if self.users.get(&key).is_none() {
            let id = self.next_id();
            self.users.insert(key, id);
        }
    }

    pub(crate) fn user(&self, account: &str, user: &str) -> Option<u64> {
        self.users.get(&(account.to_owned(), user.to_owned())).copied()
    }

    pub(crate) fn account_connector(
        &self,
        account: &str,
        id: u64,
    ) -> Result<&AccountConnector, Refusal> {
        let found = self.account_connectors.get(&id).filter(|it| it.account == account);
        found.ok_or_else(not_found)
    }

    pub(crate) fn any_account_connector(&self, id: u64) -> Option<&AccountConnector> {
        self.account_connectors.get(&id)
    }

    /// In the order of their ids.
    pub(crate) fn account_connectors(
        &self,
        account: &str,
    ) -> Result<Vec<&AccountConnector>, Refusal> {
        let ids = &self.account(account)?.connectors;
        Ok(ids.iter().filter_map(|id| self.account_connectors.get(id)).collect())
    }

    pub(crate) fn definition_of(&self, connector: &AccountConnector) -> Arc<Definition> {
        self.connectors.get(&connector.connector).cloned().unwrap_or_default()
    }

    /// Whether an install would be refused; nothing is changed.
    pub(crate) fn check_install(
        &self,
        definition: &Definition,
        change: &Change,
    ) -> Result<(), Refusal> {
        match change.authentication.as_deref() {
            Some(chosen) if definition.authentication(chosen).is_none() => {
                return Err(Refusal::bad_request(format!(
                    "The connector has no authentication with the AuthenticationId {chosen}."
                )));
            }
            None if definition.authentication.len() > 1 => {
                return Err(Refusal::bad_request(
                    "The connector has several authentications: AuthenticationId is required.",
                ));
            }
            _ => {}
        }
        for (name, value) in change.properties.iter().flatten() {
            self.check_property(definition, name, value)?;
        }
        let method = definition.method(change.authentication.as_deref());
        self.check_auth_value(method, change.auth_value.as_deref())
    }

    /// Installs a connector. Properties that are required may be missing; they can be set later.
    pub(crate) fn install(
        &mut self,
        account: &str,
        connector: u64,
        change: Change,
    ) -> Result<u64, Refusal> {
        self.account(account)?;
        let definition = self.connector(connector)?;
        self.check_install(&definition, &change)?;
        if self.account_connectors.len() >= self.limits.account_connectors {
            return Err(Refusal::bad_request(
                "The sandbox's limit of account connectors is reached.",
            ));
        }
        let id = self.next_id();
        let mut installed = AccountConnector {
            id,
            account: account.to_owned(),
            connector,
            name: definition.name.clone(),
            description: None,
            authentication: change.authentication.clone(),
            auth_value: None,
            authenticated: false,
            properties: Vec::new(),
        };
        self.apply(&mut installed, change, true)?;
        self.put(installed);
        Ok(id)
    }

    /// Changes what the request names; on an error, nothing.
    pub(crate) fn update(&mut self, account: &str, id: u64, change: Change) -> Result<(), Refusal> {
        self.edit(account, id, |state, connector| state.apply(connector, change, false))
    }

    pub(crate) fn delete(&mut self, account: &str, id: u64) -> Result<(), Refusal> {
        self.account_connector(account, id)?;
        self.account_connectors.remove(&id);
        if let Some(account) = self.accounts.get_mut(account) {
            account.connectors.remove(&id);
        }
        Ok(())
    }

    pub(crate) fn deauthenticate(&mut self, account: &str, id: u64) -> Result<(), Refusal> {
        self.edit(account, id, |_, connector| {
            connector.set_auth_value(None);
            Ok(())
        })
    }

    /// Works on a copy, and keeps it if all went well.
    pub(super) fn edit<T>(
        &mut self,
        account: &str,
        id: u64,
        edit: impl FnOnce(&mut Self, &mut AccountConnector) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let mut copy = self.account_connector(account, id)?.clone();
        let result = edit(self, &mut copy)?;
        self.account_connectors.insert(id, copy);
        Ok(result)
    }

    fn apply(
        &mut self,
        connector: &mut AccountConnector,
        change: Change,
        is_new: bool,
    ) -> Result<(), Refusal> {
        let definition = self.definition_of(connector);
        let Change { name, description, authentication: _, auth_value, properties } = change;
        if let Some(name) = name {
            connector.name = name;
        }
        if let Some(description) = description {
            connector.description = Some(description);
        }
        let auth_value_changed = is_new || auth_value.is_some();
        if let Some(properties) = properties {
            if self.switches.put_properties == PutProperties::Replace {
                let ignore_case = self.switches.property_names_ignore_case;
                connector.properties.retain(|old| {
                    properties.iter().any(|(new, _)| same_name(&old.name, new, ignore_case))
                });
            }
            for (name, value) in properties {
                self.set_property(connector, &definition, &name, value)?;
            }
        }
        if let Some(value) = auth_value {
            let method = definition.method(connector.authentication.as_deref());
            self.check_auth_value(method, Some(&value))?;
            connector.set_auth_value(Some(&value));
        }
        self.settle(connector, &definition, auth_value_changed);
        Ok(())
    }

    fn check_auth_value(&self, method: Method, value: Option<&str>) -> Result<(), Refusal> {
        let refuse = self.switches.unsuitable_auth_value == UnsuitableAuthValue::Refuse;
        match value.filter(|it| refuse && !it.is_empty()) {
            Some(value) if !asks_for_tokens(method, value) && !is_suitable(method, value) => {
                let expected = expected_auth_value(method);
                Err(Refusal::bad_request(format!("The AuthValue has to be {expected}.")))
            }
            _ => Ok(()),
        }
    }

    /// Finds out whether it is authenticated now.
    pub(super) fn settle(
        &mut self,
        connector: &mut AccountConnector,
        definition: &Definition,
        auth_value_changed: bool,
    ) {
        let now = self.now();
        connector.settle(auth_value_changed, definition, &self.switches, &mut self.random, now);
    }

    /// The connector's first use by an integration: Cyclr fetches the tokens that `"{}"` asks for.
    pub(crate) fn use_connector(&mut self, id: u64) -> Option<bool> {
        let mut connector = self.account_connectors.get(&id)?.clone();
        let (definition, now) = (self.definition_of(&connector), self.now());
        if connector.asks_for_tokens(definition.method(connector.authentication.as_deref())) {
            connector.fetch_tokens(&definition, &self.switches, &mut self.random, now);
        }
        let authenticated = connector.authenticated;
        self.account_connectors.insert(id, connector);
        Some(authenticated)
    }

    /// Says of an account connector whether it is authenticated, whatever its `AuthValue`.
    pub(crate) fn set_authenticated(&mut self, id: u64, authenticated: bool) -> bool {
        let found = self.account_connectors.get_mut(&id);
        found.map(|it| it.authenticated = authenticated).is_some()
    }
}

pub(super) fn not_found() -> Refusal {
    Refusal::not_found("Account Connector not found.")
}
