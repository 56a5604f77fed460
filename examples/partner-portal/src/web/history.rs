//! What Cyclr does not say of a connection: since when it stands, who made it, and whose it is at the third party.

use std::sync::Arc;
use std::time::Duration;

use cyclr_oauth::client::AccountScope;
use cyclr_oauth::completion::{AttemptStore, StoreEntry};
use cyclr_oauth::{AccountConnectorId, AccountId, Client, ConnectorId, UtcTimestamp};
use futures_util::future::try_join_all;
use serde::{Deserialize, Serialize};

use super::problem::Problem;
use crate::people::Person;

/// A connection, as it was made.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Entry {
    pub(super) at: UtcTimestamp,
    pub(super) by: String,
    /// The account's name at the third party, where the connector can tell.
    pub(super) user: Option<String>,
}

/// Your own application has a table for this; here it is the same kind of store as for attempts.
#[derive(Clone)]
pub(super) struct History(pub(super) Arc<dyn AttemptStore>);

/// A year, then the page says "Connected" alone.
const KEPT: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// How many entries are read at once.
const AT_ONCE: usize = 50;

impl History {
    pub(super) async fn get(
        &self,
        account: &AccountId,
        id: AccountConnectorId,
    ) -> Result<Option<Entry>, Problem> {
        let value = self.0.get(&key(account, id)).await.map_err(|_| Problem::Unavailable)?;
        Ok(value.as_deref().and_then(read))
    }

    /// Several at once, in the order of the ids: a list does not wait for one after the other.
    pub(super) async fn get_all(
        &self,
        account: &AccountId,
        ids: &[AccountConnectorId],
    ) -> Result<Vec<Option<Entry>>, Problem> {
        let keys: Vec<_> = ids.iter().map(|id| key(account, *id)).collect();
        let mut entries = Vec::with_capacity(keys.len());
        for keys in keys.chunks(AT_ONCE) {
            let asked: Vec<_> = keys.iter().map(|key| self.0.get(key)).collect();
            let values = try_join_all(asked).await.map_err(|_| Problem::Unavailable)?;
            entries.extend(values.into_iter().map(|value| value.as_deref().and_then(read)));
        }
        Ok(entries)
    }

    /// Somebody has connected it, just now.
    pub(super) async fn record(
        &self,
        cyclr: &Client,
        person: &Person,
        id: AccountConnectorId,
        connector: ConnectorId,
    ) -> Result<(), Problem> {
        let Person { name, account, .. } = person;
        let entry = Entry { at: cyclr.now(), by: name.clone(), user: None };
        // At once: a sweep may look for it.
        self.put(cyclr, account, id, &entry).await?;
        match current_user(&cyclr.account(account), id, connector).await {
            Some(user) => self.put(cyclr, account, id, &Entry { user: Some(user), ..entry }).await,
            None => Ok(()),
        }
    }

    async fn put(
        &self,
        cyclr: &Client,
        account: &AccountId,
        id: AccountConnectorId,
        entry: &Entry,
    ) -> Result<(), Problem> {
        let value = serde_json::to_string(entry).map_err(|_| Problem::Unavailable)?;
        let (key, now) = (key(account, id), cyclr.now());
        let keep_until = now.saturating_add(KEPT);
        let account = account.as_str();
        let entry =
            StoreEntry { key: &key, value: &value, account, now, due: keep_until, keep_until };
        self.0.insert(entry).await.map_err(|_| Problem::Unavailable)
    }

    pub(super) async fn forget(
        &self,
        account: &AccountId,
        id: AccountConnectorId,
    ) -> Result<(), Problem> {
        self.0.take(&key(account, id)).await.map(drop).map_err(|_| Problem::Unavailable)
    }
}

fn read(value: &str) -> Option<Entry> {
    serde_json::from_str(value).ok()
}

/// The number at the end has no slash.
fn key(account: &AccountId, id: AccountConnectorId) -> String {
    format!("{account}/{id}")
}

/// Asks the third party, through Cyclr. Without an answer, the page has a line less.
async fn current_user(
    scope: &AccountScope,
    id: AccountConnectorId,
    connector: ConnectorId,
) -> Option<String> {
    let methods = scope.methods(connector).all().await.ok()?;
    let method = methods.into_iter().find(|it| it.name == "Get Current User")?;
    let CurrentUser { user } = scope.call_method(id, &method.id).await.ok()?;
    Some(user.chars().take(100).collect())
}

#[derive(Deserialize)]
struct CurrentUser {
    #[serde(rename = "User")]
    user: String,
}
