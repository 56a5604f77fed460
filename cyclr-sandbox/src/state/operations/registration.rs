//! Accounts and their users.

use std::time::Duration;

use cyclr_oauth::Secret;

use crate::random::is_guid;
use crate::state::cyclr_state::CyclrState;
use crate::state::model::{Account, AccountChange};
use crate::state::refusal::Refusal;

/// From an account's creation to its first bill.
const MONTH: Duration = Duration::from_secs(30 * 24 * 3600);

impl CyclrState {
    pub(crate) fn account(&self, id: &str) -> Result<&Account, Refusal> {
        self.accounts.get(id).ok_or_else(|| Refusal::not_found("Account not found."))
    }

    /// In the order of their ids.
    pub(crate) fn accounts(&self) -> impl Iterator<Item = (&str, &Account)> {
        self.accounts.iter().map(|(id, account)| (id.as_str(), account))
    }

    /// `POST /v1.0/accounts`: gives the id, which is a GUID unless the request names one.
    pub(crate) fn create_account(
        &mut self,
        id: Option<String>,
        change: AccountChange,
    ) -> Result<String, Refusal> {
        let id = id.unwrap_or_else(|| self.random.guid());
        if self.accounts.contains_key(&id) {
            return Err(Refusal::bad_request("ID already in use"));
        }
        self.check_account_limit()?;
        self.insert_account(&id, None, None);
        self.update_account(&id, change)?;
        Ok(id)
    }

    /// `PUT /v1.0/accounts/{account}`
    pub(crate) fn update_account(
        &mut self,
        id: &str,
        change: AccountChange,
    ) -> Result<(), Refusal> {
        self.account(id)?;
        if let Some(account) = self.accounts.get_mut(id) {
            account.apply(change);
        }
        Ok(())
    }

    /// Deletes an account with everything in it.
    pub(crate) fn delete_account(&mut self, id: &str) -> Result<(), Refusal> {
        self.account(id)?;
        if let Some(account) = self.accounts.remove(id) {
            self.account_connectors.retain(|connector, _| !account.connectors.contains(connector));
        }
        self.cycles.remove_where(|_, it| it.account == id);
        self.users.remove_where(|(account, _), _| account == id);
        self.sign_ins.remove_where(|_, it| it.account == id);
        self.sessions.remove_where(|_, it| it.account == id);
        Ok(())
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
        self.check_account_limit()?;
        self.insert_account(id, name, description);
        Ok(())
    }

    fn check_account_limit(&self) -> Result<(), Refusal> {
        if self.accounts.len() >= self.limits.accounts {
            return Err(Refusal::bad_request("The sandbox's limit of accounts is reached."));
        }
        Ok(())
    }

    /// Without regard to the limit, which is for requests; a test knows what it does.
    pub(crate) fn insert_account(
        &mut self,
        id: &str,
        name: Option<String>,
        description: Option<String>,
    ) {
        if self.accounts.contains_key(id) {
            return;
        }
        let name = name.unwrap_or_else(|| id.to_owned());
        let own_id = if is_guid(id) { id.to_owned() } else { self.random.guid() };
        let now = self.now();
        let next_bill = now.checked_add(MONTH).unwrap_or(now);
        let mut account = Account::new(own_id, name, now, next_bill);
        account.description = description;
        self.accounts.insert(id.to_owned(), account);
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

    /// The names of an account's users, in the order in which they came.
    pub(crate) fn users(&self, account: &str) -> Result<Vec<&str>, Refusal> {
        self.account(account)?;
        let own = self.users.keys().filter(|(of, _)| of == account);
        Ok(own.map(|(_, user)| user.as_str()).collect())
    }

    /// `PUT /v1.0/accounts/{account}/users`
    pub(crate) fn add_user(
        &mut self,
        account: &str,
        user: &str,
        password: Secret,
    ) -> Result<(), Refusal> {
        self.account(account)?;
        self.ensure_user(account, user);
        self.passwords.insert(user.to_owned(), password);
        Ok(())
    }

    /// `PUT /v1.0/users`
    pub(crate) fn set_password(&mut self, user: &str, password: Secret) -> Result<(), Refusal> {
        if !self.users.keys().any(|(_, known)| known == user) {
            return Err(no_user());
        }
        self.passwords.insert(user.to_owned(), password);
        Ok(())
    }

    /// `DELETE /v1.0/accounts/{account}/users`
    pub(crate) fn remove_user(&mut self, account: &str, user: &str) -> Result<(), Refusal> {
        self.account(account)?;
        let key = (account.to_owned(), user.to_owned());
        self.users.remove(&key).map(drop).ok_or_else(no_user)
    }

    pub(crate) fn password(&self, user: &str) -> Option<&Secret> {
        self.passwords.get(user)
    }
}

fn no_user() -> Refusal {
    Refusal::not_found("User not found.")
}
