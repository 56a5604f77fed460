//! [`TokenCache`]: the access tokens that all callers share.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use crate::api::{Call, Error, Kind, RequestAccessToken};
use crate::client::credentials::ClientCredentials;
use crate::client::held_token::Held;
use crate::client::limits::Deadline;
use crate::client::outage::Outage;
use crate::client::send::Sender;
use crate::client::token_request::TokenRequest;
use crate::client::token_slot::{Renewal, Slot, lock};
use crate::values::AccountId;

/// How many accounts have a token of their own in memory. Beyond it, the one that was used the longest
/// time ago makes room.
const ACCOUNTS: usize = 1000;

/// The tokens of one pair of client credentials.
pub(crate) struct TokenCache {
    credentials: Arc<ClientCredentials>,
    /// How the token endpoint fails for everybody.
    endpoint: Arc<Mutex<Outage>>,
    /// The token for everything.
    partner: Arc<Slot>,
    /// Tokens for one account each.
    accounts: Mutex<Accounts>,
}

#[derive(Default)]
struct Accounts {
    slots: HashMap<AccountId, (Arc<Slot>, u64)>,
    uses: u64,
}

/// A token to make a call with.
pub(super) struct Lease {
    pub(super) held: Arc<Held>,
    /// The renewal that goes on meanwhile.
    pub(super) renewal: Option<Renewal>,
}

impl TokenCache {
    pub(super) fn new(credentials: ClientCredentials) -> Self {
        let endpoint = Arc::<Mutex<Outage>>::default();
        Self {
            credentials: Arc::new(credentials),
            partner: Arc::new(Slot::new(Arc::clone(&endpoint), false)),
            endpoint,
            accounts: Mutex::default(),
        }
    }

    pub(super) fn credentials(&self) -> &ClientCredentials {
        &self.credentials
    }

    /// The partner's token, or the one restricted to an account; another one than Cyclr has refused.
    pub(super) async fn token(
        &self,
        account: Option<&AccountId>,
        refused: Option<&Arc<Held>>,
        sender: &Arc<Sender>,
        deadline: Deadline,
    ) -> Result<Lease, Error> {
        let slot = self.slot(account);
        if refused.is_none()
            && let Some(held) = slot.current(sender.clock.monotonic())
        {
            return Ok(Lease { held, renewal: None });
        }
        let request = TokenRequest { sender, credentials: &self.credentials, account };
        match Box::pin(slot.token(&request, refused, deadline)).await {
            Ok(held) => Ok(Lease { held, renewal: slot.renewal() }),
            Err(error) => {
                let kind = Kind::NoAccessToken { error, refused: refused.is_some() };
                Err(Error::new(RequestAccessToken::OPERATION, kind))
            }
        }
    }

    /// Whether there is, or may be, another token than the one that Cyclr has refused.
    pub(super) fn has_another(
        &self,
        account: Option<&AccountId>,
        refused: &Arc<Held>,
        sender: &Sender,
    ) -> bool {
        self.slot(account).has_another(refused, sender.clock.monotonic())
    }

    /// Fetches the partner's token, whatever is held: for a check of the credentials.
    pub(super) async fn fetch_partner(
        &self,
        sender: &Arc<Sender>,
        deadline: Deadline,
    ) -> Result<(), Error> {
        let request = TokenRequest { sender, credentials: &self.credentials, account: None };
        let held = self.partner.held();
        self.partner.token(&request, held.as_ref(), deadline).await.map(drop)
    }

    /// The partner's, or the account's own.
    fn slot(&self, account: Option<&AccountId>) -> Arc<Slot> {
        let Some(account) = account else { return Arc::clone(&self.partner) };
        let mut accounts = lock(&self.accounts);
        accounts.uses += 1;
        let uses = accounts.uses;
        if let Some((slot, used)) = accounts.slots.get_mut(account) {
            *used = uses;
            return Arc::clone(slot);
        }
        if accounts.slots.len() >= ACCOUNTS {
            let oldest = accounts.slots.iter().min_by_key(|(_, (_, used))| *used);
            if let Some(oldest) = oldest.map(|(account, _)| account.clone()) {
                accounts.slots.remove(&oldest);
            }
        }
        let slot = Arc::new(Slot::new(Arc::clone(&self.endpoint), true));
        accounts.slots.insert(account.clone(), (Arc::clone(&slot), uses));
        slot
    }
}
