//! Accounts and their users.

use std::collections::BTreeSet;

use crate::state::cyclr_state::CyclrState;
use crate::state::model::Account;
use crate::state::refusal::Refusal;

impl CyclrState {
    pub(crate) fn account(&self, id: &str) -> Result<&Account, Refusal> {
        self.accounts.get(id).ok_or_else(|| Refusal::not_found("Account not found."))
    }

    /// Creates the account; one that is there stays as it is.
    pub(crate) fn ensure_account(
        &mut self,
        id: &str,
        name: Option<String>,
        description: Option<String>,
    ) -> Result<(), Refusal> {
        if self.accounts.contains_key(id) {
            return Ok(());
        }
        if self.accounts.len() >= self.limits.accounts {
            return Err(Refusal::bad_request("The sandbox's limit of accounts is reached."));
        }
        self.insert_account(id, name, description);
        Ok(())
    }

    /// Without regard to the limit, which is for requests; a test knows what it does.
    pub(crate) fn insert_account(
        &mut self,
        id: &str,
        name: Option<String>,
        description: Option<String>,
    ) {
        let name = name.unwrap_or_else(|| id.to_owned());
        let account = Account { name, description, connectors: BTreeSet::new() };
        self.accounts.entry(id.to_owned()).or_insert(account);
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
}
