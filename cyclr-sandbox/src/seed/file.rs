//! A seed as JSON, and what it may not say.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cyclr_oauth::ConnectorId;
use cyclr_oauth::api::{Connector, Parameter};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::contents::{AccountConnectorSeed, AccountSeed, ConnectorExtras, CredentialsSeed, Seed};
use super::error::SeedError;
use crate::state::{LAST_ID, WrongChoice, check_choice};
use crate::switches::Switches;

/// The items stay text at first, so that a mistake in one has a place.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
struct SeedFile<'a> {
    credentials: Option<CredentialsSeed>,
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

/// Read before the whole definition, so that a missing `Id` has the same error as a missing `Name`.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Identity {
    id: u64,
    name: Option<String>,
}

impl Seed {
    /// Reads a seed, and checks that it does not contradict itself.
    ///
    /// # Errors
    ///
    /// [`SeedError`] with the place of the mistake.
    pub fn parse(json: &str) -> Result<Self, SeedError> {
        let file: SeedFile<'_> = read(json, json)?;
        let accounts = accounts(json, &file)?;
        let (connectors, extras) = connectors(json, &file)?;
        let account_connectors = account_connectors(json, &file, &accounts, &connectors)?;
        Ok(Self {
            credentials: file.credentials,
            switches: file.switches,
            token_lifetime: file.token_lifetime,
            accounts,
            connectors: connectors.into_values().collect(),
            extras,
            account_connectors,
        })
    }

    /// Reads a seed from a file.
    ///
    /// # Errors
    ///
    /// [`SeedError`] if the file can't be read, or with the place of the mistake in it.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, SeedError> {
        let path = path.as_ref();
        let json = std::fs::read_to_string(path).map_err(|error| SeedError::file(path, error))?;
        Self::parse(&json)
    }
}

fn accounts(text: &str, file: &SeedFile<'_>) -> Result<Vec<AccountSeed>, SeedError> {
    let mut ids = BTreeSet::new();
    let mut accounts = Vec::new();
    for item in &file.accounts {
        let account: AccountSeed = read(text, item.get())?;
        let id = account.id.clone();
        if !ids.insert(id.clone()) {
            let sentence =
                format!("there is an account `{id}` already; give this one another `Id`");
            return Err(SeedError::at(text, item.get(), sentence));
        }
        accounts.push(account);
    }
    Ok(accounts)
}

/// Definitions, and what else the seed has for them.
type Connectors = (BTreeMap<ConnectorId, Connector>, BTreeMap<ConnectorId, ConnectorExtras>);

fn connectors(text: &str, file: &SeedFile<'_>) -> Result<Connectors, SeedError> {
    let (mut connectors, mut extras) = (BTreeMap::new(), BTreeMap::new());
    for item in &file.connectors {
        let wrong = |sentence| SeedError::at(text, item.get(), sentence);
        let Identity { id, name } = read(text, item.get())?;
        if !(1..=LAST_ID).contains(&id) || name.is_none_or(|it| it.trim().is_empty()) {
            return Err(wrong(format!(
                "a connector needs an `Id` from 1 to {LAST_ID} and a `Name`"
            )));
        }
        let definition: Connector = read(text, item.get())?;
        let nameless = |it: &Parameter| it.target_name.is_empty();
        if definition.parameters.iter().any(nameless) {
            return Err(wrong("each of the `Parameters` needs a `TargetName`".to_owned()));
        }
        extras.insert(definition.id, read::<ConnectorExtras>(text, item.get())?);
        if connectors.insert(definition.id, definition).is_some() {
            let sentence = format!("there is a connector {id} already; give this one another `Id`");
            return Err(wrong(sentence));
        }
    }
    Ok((connectors, extras))
}

fn account_connectors(
    text: &str,
    file: &SeedFile<'_>,
    accounts: &[AccountSeed],
    connectors: &BTreeMap<ConnectorId, Connector>,
) -> Result<Vec<AccountConnectorSeed>, SeedError> {
    let mut ids = BTreeSet::new();
    let mut account_connectors = Vec::new();
    for item in &file.account_connectors {
        let it: AccountConnectorSeed = read(text, item.get())?;
        let wrong = |sentence| SeedError::at(text, item.get(), sentence);
        let (id, connector) = (it.id, it.connector_id);
        if !(1..=LAST_ID).contains(&id) {
            return Err(wrong(format!("an account connector needs an `Id` from 1 to {LAST_ID}")));
        }
        if !ids.insert(id) {
            return Err(wrong(format!(
                "there is an account connector {id} already; give this one another `Id`"
            )));
        }
        if !accounts.iter().any(|account| account.id.as_str() == it.account_id) {
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
        check_choice(definition, it.authentication_id.as_deref()).map_err(|choice| {
            wrong(match choice {
                WrongChoice::Missing => format!(
                    "the connector {connector} has several authentications; name one by `AuthenticationId`"
                ),
                WrongChoice::Unknown(chosen) => format!(
                    "the connector {connector} has no authentication `{chosen}`; write the `Id` of one \
                     of its `Authentication`"
                ),
            })
        })?;
        account_connectors.push(it);
    }
    Ok(account_connectors)
}

fn read<'a, T: Deserialize<'a>>(text: &str, part: &'a str) -> Result<T, SeedError> {
    serde_json::from_str(part).map_err(|error| SeedError::json(text, part, &error))
}
