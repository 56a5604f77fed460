//! The seed as JSON, and what it may not say.

use std::collections::{BTreeMap, BTreeSet};

use cyclr_oauth::{AccountId, Secret};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::connector::ConnectorSeed;
use super::error::SeedError;
use super::{AccountConnectorSeed, AccountSeed, Seed};
use crate::state::connector::Definition;
use crate::switches::Switches;

/// The items stay text at first, so that a mistake in one has a place.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
struct File<'a> {
    credentials: Option<Credentials>,
    switches: Option<Switches>,
    /// In seconds.
    token_lifetime: Option<u64>,
    #[serde(borrow)]
    accounts: Vec<&'a RawValue>,
    #[serde(borrow)]
    connectors: Vec<&'a RawValue>,
    #[serde(borrow)]
    account_connectors: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Credentials {
    client_id: String,
    client_secret: Secret,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Account {
    id: AccountId,
    name: Option<String>,
    description: Option<String>,
    #[serde(default)]
    users: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct AccountConnector {
    id: u64,
    account_id: String,
    connector_id: u64,
    name: Option<String>,
    description: Option<String>,
    authentication_id: Option<String>,
    auth_value: Option<Secret>,
    authenticated: Option<bool>,
    #[serde(default)]
    properties: Vec<Property>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Property {
    name: String,
    value: Secret,
}

pub(super) fn parse(text: &str) -> Result<Seed, SeedError> {
    let file: File<'_> = read(text, text)?;
    let accounts = accounts(text, &file)?;
    let connectors = connectors(text, &file)?;
    let account_connectors = account_connectors(text, &file, &accounts, &connectors)?;
    Ok(Seed {
        credentials: file.credentials.map(|it| (it.client_id, it.client_secret)),
        switches: file.switches,
        token_lifetime: file.token_lifetime,
        accounts,
        connectors: connectors.into_values().collect(),
        account_connectors,
    })
}

fn accounts(text: &str, file: &File<'_>) -> Result<Vec<AccountSeed>, SeedError> {
    let mut ids = BTreeSet::new();
    let mut accounts = Vec::new();
    for item in &file.accounts {
        let Account { id, name, description, users } = read(text, item.get())?;
        if !ids.insert(id.clone()) {
            let sentence =
                format!("there is an account `{id}` already; give this one another `Id`");
            return Err(SeedError::at(text, item.get(), sentence));
        }
        accounts.push(AccountSeed { id: id.as_str().to_owned(), name, description, users });
    }
    Ok(accounts)
}

fn connectors(text: &str, file: &File<'_>) -> Result<BTreeMap<u64, Definition>, SeedError> {
    let mut connectors = BTreeMap::new();
    for item in &file.connectors {
        let definition: Definition = read(text, item.get())?;
        let (id, wrong) = (definition.id, |sentence| SeedError::at(text, item.get(), sentence));
        if id == 0 || definition.name.trim().is_empty() {
            return Err(wrong("a connector needs an `Id` from 1 and a `Name`".to_owned()));
        }
        let nameless = |it: &_| matches!(it, crate::state::connector::Parameter { target_name, .. } if target_name.is_empty());
        if definition.parameters.iter().any(nameless) {
            return Err(wrong("each of the `Parameters` needs a `TargetName`".to_owned()));
        }
        if connectors.insert(id, definition).is_some() {
            let sentence = format!("there is a connector {id} already; give this one another `Id`");
            return Err(wrong(sentence));
        }
    }
    Ok(connectors)
}

fn account_connectors(
    text: &str,
    file: &File<'_>,
    accounts: &[AccountSeed],
    connectors: &BTreeMap<u64, Definition>,
) -> Result<Vec<AccountConnectorSeed>, SeedError> {
    let mut ids = BTreeSet::new();
    let mut account_connectors = Vec::new();
    for item in &file.account_connectors {
        let it: AccountConnector = read(text, item.get())?;
        let wrong = |sentence| SeedError::at(text, item.get(), sentence);
        let (id, connector) = (it.id, it.connector_id);
        if !ids.insert(id) {
            return Err(wrong(format!(
                "there is an account connector {id} already; give this one another `Id`"
            )));
        }
        if !accounts.iter().any(|account| account.id == it.account_id) {
            let account = it.account_id;
            return Err(wrong(format!(
                "there is no account `{account}`; add it to `Accounts`, or correct the `AccountId`"
            )));
        }
        let Some(definition) = connectors.get(&connector) else {
            return Err(wrong(format!(
                "there is no connector {connector}; add it to `Connectors`, or correct the `ConnectorId`"
            )));
        };
        match it.authentication_id.as_deref() {
            Some(chosen) if definition.authentication(chosen).is_none() => {
                return Err(wrong(format!(
                    "the connector {connector} has no authentication `{chosen}`; write the `Id` of one \
                     of its `Authentication`"
                )));
            }
            None if definition.authentication.len() > 1 => {
                return Err(wrong(format!(
                    "the connector {connector} has several authentications; name one by `AuthenticationId`"
                )));
            }
            _ => {}
        }
        account_connectors.push(AccountConnectorSeed {
            account: it.account_id,
            seed: ConnectorSeed {
                definition: definition.clone(),
                account_connector_id: Some(id),
                authentication: it.authentication_id,
                auth_value: it.auth_value,
                properties: it.properties.into_iter().map(|it| (it.name, it.value)).collect(),
            },
            name: it.name,
            description: it.description,
            authenticated: it.authenticated,
        });
    }
    Ok(account_connectors)
}

fn read<'a, T: Deserialize<'a>>(text: &str, part: &'a str) -> Result<T, SeedError> {
    serde_json::from_str(part).map_err(|error| SeedError::json(text, part, &error))
}
