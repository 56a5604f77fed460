//! [`Accounts`]: the partner's accounts and their users.

use std::sync::Arc;

use http::StatusCode;

use crate::api::{
    Account, AccountUpdate, AddUser, CreateAccount, DeleteAccount, GetAccount, HasAccountId,
    ListAccounts, ListUsers, NewAccount, NewAccountId, RemoveUser, SetPassword, UpdateAccount,
};
use crate::client::call_future::CallFuture;
use crate::client::core::Core;
use crate::client::fault::Fault;
use crate::client::pages::Pages;
use crate::values::{AccountId, Secret};

/// The partner's accounts and their users, from [`Client::accounts`](crate::Client::accounts).
///
/// ```no_run
/// use cyclr_oauth::api::{AccountUpdate, NewAccount};
/// use cyclr_oauth::{AccountId, Client, Secret};
///
/// # async fn accounts(cyclr: Client) -> Result<(), Box<dyn std::error::Error>> {
/// let id = AccountId::new("Acme-42")?;
/// let account = cyclr.accounts().ensure(&NewAccount::new("Acme Ltd").id(&id)).await?;
/// cyclr.accounts().add_user(&account.id, "ann", &Secret::from("s3cr3t")).await?;
/// let update = AccountUpdate::new().timezone("Europe/London");
/// cyclr.accounts().update(&account.id, &update).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Accounts {
    core: Arc<Core>,
}

impl Accounts {
    pub(super) fn new(core: Arc<Core>) -> Self {
        Self { core }
    }

    /// Returns the account with this id, and creates it if it doesn't exist.
    ///
    /// It is safe to call at every start, from several processes at once, and after a response was
    /// lost: the result is one account. An existing account keeps its settings; change them with
    /// [`update`](Self::update).
    ///
    /// Use the id of the returned account: Cyclr may have chosen a different one.
    ///
    /// # Errors
    ///
    /// [`Error`](crate::Error); the message of a 400 has Cyclr's reason. An id that another partner
    /// uses is also a 400.
    pub fn ensure<'a, I: HasAccountId>(
        &self,
        account: &'a NewAccount<'_, I>,
    ) -> CallFuture<'a, Account> {
        let core = Arc::clone(&self.core);
        let (id, create) = (account.account_id(), CreateAccount::new(account));
        CallFuture::new(async move {
            let get = GetAccount { account: id };
            // Twice, since a lost request may not have arrived.
            let mut again = true;
            loop {
                match core.call(&get).await {
                    Err(error) if error.is_not_found() => {}
                    result => return result,
                }
                let error = match core.call(&create).await {
                    Err(error) => error,
                    result => return result,
                };
                let lost = Fault::of(&error).may_have_been_done();
                // Another process may have created it meanwhile.
                let refused =
                    matches!(error.status(), Some(StatusCode::BAD_REQUEST | StatusCode::CONFLICT));
                if lost && std::mem::take(&mut again) {
                    continue;
                }
                if lost || refused {
                    match core.call(&get).await {
                        Err(get) if get.is_not_found() => {}
                        result => return result,
                    }
                }
                return Err(error);
            }
        })
    }

    /// Creates an account whose id Cyclr chooses.
    ///
    /// For an account with your own id, use [`ensure`](Self::ensure). This call isn't repeated when
    /// its response is lost: without an id, that could create two accounts.
    ///
    /// # Errors
    ///
    /// [`Error`](crate::Error); the message of a 400 has Cyclr's reason.
    pub fn create<I: NewAccountId>(
        &self,
        account: &NewAccount<'_, I>,
    ) -> CallFuture<'static, Account> {
        let (core, call) = (Arc::clone(&self.core), CreateAccount::new(account));
        CallFuture::new(async move { core.call(&call).await })
    }

    /// Returns an account.
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`](crate::Error::is_not_found) if there is no such account.
    pub fn get<'a>(&self, account: &'a AccountId) -> CallFuture<'a, Account> {
        let core = Arc::clone(&self.core);
        CallFuture::new(async move { core.call(&GetAccount { account }).await })
    }

    /// Lists all accounts of the partner, page by page.
    #[must_use]
    pub fn list(&self) -> Pages<Account> {
        Pages::new(Arc::clone(&self.core), |core, page| {
            Box::pin(async move { core.call(&ListAccounts { page }).await })
        })
    }

    /// Changes the settings that `update` contains; other settings keep their values.
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`](crate::Error::is_not_found) if there is no such account. The message
    /// of a 400 has Cyclr's reason.
    pub fn update<'a>(
        &self,
        account: &'a AccountId,
        update: &AccountUpdate<'_>,
    ) -> CallFuture<'a, Account> {
        let (core, call) = (Arc::clone(&self.core), UpdateAccount::new(account, update));
        CallFuture::new(async move { core.call(&call).await })
    }

    /// Deletes an account with everything in it.
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`](crate::Error::is_not_found) if there is no such account.
    pub fn delete<'a>(&self, account: &'a AccountId) -> CallFuture<'a, ()> {
        let core = Arc::clone(&self.core);
        CallFuture::new(async move { core.call(&DeleteAccount { account }).await })
    }

    /// Returns the names of an account's users.
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`](crate::Error::is_not_found) if there is no such account.
    pub fn users(&self, account: &AccountId) -> CallFuture<'static, Vec<String>> {
        let account = account.clone();
        let pages = Pages::new(Arc::clone(&self.core), move |core, page| {
            let account = account.clone();
            Box::pin(async move { core.call(&ListUsers { account: &account, page }).await })
        });
        CallFuture::new(pages.all())
    }

    /// Adds a user to an account, and creates the user if the name is new
    /// ([observed](crate::guide::how_cyclr_behaves)).
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`](crate::Error::is_not_found) if there is no such account.
    pub fn add_user<'a>(
        &self,
        account: &'a AccountId,
        username: &'a str,
        password: &'a Secret,
    ) -> CallFuture<'a, ()> {
        let core = Arc::clone(&self.core);
        CallFuture::new(async move { core.call(&AddUser { account, username, password }).await })
    }

    /// Sets a user's password in all accounts that the user belongs to.
    ///
    /// # Errors
    ///
    /// [`Error`](crate::Error) if Cyclr refuses.
    pub fn set_password<'a>(&self, username: &'a str, password: &'a Secret) -> CallFuture<'a, ()> {
        let core = Arc::clone(&self.core);
        CallFuture::new(async move { core.call(&SetPassword { username, password }).await })
    }

    /// Removes a user from an account.
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`](crate::Error::is_not_found) if there is no such account or user.
    pub fn remove_user<'a>(&self, account: &'a AccountId, username: &'a str) -> CallFuture<'a, ()> {
        let core = Arc::clone(&self.core);
        CallFuture::new(async move { core.call(&RemoveUser { account, username }).await })
    }
}
