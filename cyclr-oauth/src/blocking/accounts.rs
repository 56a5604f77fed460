//! [`Accounts`] for blocking code.

use crate::api::{Account, AccountUpdate, Error, HasAccountId, NewAccount, NewAccountId};
use crate::blocking::pages::Pages;
use crate::blocking::wait::{wait, waiting};
use crate::client::Accounts as AsyncAccounts;
use crate::values::{AccountId, Secret};

/// The partner's accounts and their users; made by
/// [`Client::accounts`](crate::blocking::Client::accounts).
#[derive(Clone, Debug)]
pub struct Accounts {
    pub(super) accounts: AsyncAccounts,
}

impl Accounts {
    waiting! { accounts, "Accounts":
        ensure(account: &NewAccount<'_, impl HasAccountId>) -> Account;
        create(account: &NewAccount<'_, impl NewAccountId>) -> Account;
        get(account: &AccountId) -> Account;
        update(account: &AccountId, update: &AccountUpdate<'_>) -> Account;
        delete(account: &AccountId) -> ();
        users(account: &AccountId) -> Vec<String>;
        add_user(account: &AccountId, username: &str, password: &Secret) -> ();
        set_password(username: &str, password: &Secret) -> ();
        remove_user(account: &AccountId, username: &str) -> ();
    }

    /// [`Accounts::list`](crate::client::Accounts::list), without async.
    #[must_use]
    pub fn list(&self) -> Pages<Account> {
        Pages { pages: self.accounts.list() }
    }
}
