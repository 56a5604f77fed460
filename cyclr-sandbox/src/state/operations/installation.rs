//! Account connectors: installed, read, updated, deleted.

use std::sync::Arc;

use cyclr_oauth::ConnectorId;
use cyclr_oauth::api::Connector;

use crate::state::cyclr_state::CyclrState;
use crate::state::model::{
    Account, AccountConnector, AuthMethod, Change, WrongChoice, asks_for_tokens, check_choice,
    expected_auth_value, is_suitable, same_name,
};
use crate::state::refusal::Refusal;
use crate::switches::{PutProperties, UnsuitableAuthValue};

impl CyclrState {
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
    #[expect(clippy::expect_used, reason = "`delete` takes them out of both maps")]
    pub(crate) fn account_connectors(
        &self,
        account: &str,
    ) -> Result<Vec<&AccountConnector>, Refusal> {
        let ids = &self.account(account)?.connectors;
        let found = |id| self.account_connectors.get(id).expect("an account's connectors exist");
        Ok(ids.iter().map(found).collect())
    }

    pub(crate) fn definition_of(&self, connector: &AccountConnector) -> Arc<Connector> {
        self.known_definition(connector.connector)
    }

    /// Whether an install would be refused; nothing is changed.
    pub(crate) fn check_install(
        &self,
        definition: &Connector,
        change: &Change,
    ) -> Result<(), Refusal> {
        check_choice(definition, change.authentication.as_deref()).map_err(|wrong| {
            Refusal::bad_request(match wrong {
                WrongChoice::Missing => {
                    "The connector has several authentications: AuthenticationId is required."
                        .to_owned()
                }
                WrongChoice::Unknown(id) => {
                    format!("The connector has no authentication with the AuthenticationId {id}.")
                }
            })
        })?;
        for (name, value) in change.properties.iter().flatten() {
            self.check_property(definition, name, value)?;
        }
        let method = AuthMethod::of(definition, change.authentication.as_deref());
        self.check_auth_value(method, change.auth_value.as_deref())
    }

    /// Installs a connector. Properties that are required may be missing; they can be set later.
    pub(crate) fn install(
        &mut self,
        account: &str,
        connector: ConnectorId,
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
        let chosen = change.authentication.clone();
        let mut installed = AccountConnector::new(id, account, &definition, chosen);
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
        self.account_mut(account).connectors.remove(&id);
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
        if !auth_value_changed && properties.is_none() {
            return Ok(());
        }
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
            let method = AuthMethod::of(&definition, connector.authentication.as_deref());
            self.check_auth_value(method, Some(&value))?;
            connector.set_auth_value(Some(&value));
        }
        self.settle(connector, &definition, auth_value_changed);
        Ok(())
    }

    fn check_auth_value(&self, method: AuthMethod, value: Option<&str>) -> Result<(), Refusal> {
        let refuse = self.switches.unsuitable_auth_value == UnsuitableAuthValue::Refuse;
        match value.filter(|it| refuse && !it.is_empty()) {
            Some(value) if !asks_for_tokens(method, value) && !is_suitable(method, value) => {
                let expected = expected_auth_value(method);
                Err(Refusal::bad_request(format!("The AuthValue must be {expected}.")))
            }
            _ => Ok(()),
        }
    }

    /// Finds out whether it is authenticated now.
    pub(super) fn settle(
        &mut self,
        connector: &mut AccountConnector,
        definition: &Connector,
        auth_value_changed: bool,
    ) {
        let now = self.now();
        connector.settle(auth_value_changed, definition, &self.switches, &mut self.random, now);
    }

    /// Keeps an account connector, whose account is there.
    pub(super) fn put(&mut self, connector: AccountConnector) {
        self.account_mut(&connector.account).connectors.insert(connector.id);
        self.account_connectors.insert(connector.id, connector);
    }

    #[expect(clippy::expect_used, reason = "an account goes with its account connectors")]
    fn account_mut(&mut self, id: &str) -> &mut Account {
        self.accounts.get_mut(id).expect("the account of an account connector stays")
    }
}

fn not_found() -> Refusal {
    Refusal::not_found("Account Connector not found.")
}
