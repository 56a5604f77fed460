//! [`TokenCache`]: the access tokens that all callers share.

use std::collections::HashMap;
use std::sync::Arc;

use crate::api::{Call, Error, Kind, RequestAccessToken};
use crate::client::credentials::ClientCredentials;
use crate::client::held_token::Held;
use crate::client::limits::Deadline;
use crate::client::outage::Outage;
use crate::client::send::Sender;
use crate::client::token_request::TokenRequest;
use crate::client::token_slot::{Renewal, Slot, lock};
use crate::sync::Mutex;
use crate::values::AccountId;

/// How many accounts have their own token in memory. Above that, the least recently used one is
/// dropped.
const ACCOUNTS: usize = 1000;

/// The access tokens of one pair of client credentials.
pub(crate) struct TokenCache {
    credentials: Arc<ClientCredentials>,
    /// The token endpoint's failures, which concern all slots.
    endpoint: Arc<Mutex<Outage>>,
    /// The token for all accounts.
    partner: Arc<Slot>,
    /// Tokens restricted to one account each.
    accounts: Mutex<Accounts>,
}

#[derive(Default)]
struct Accounts {
    slots: HashMap<AccountId, (Arc<Slot>, u64)>,
    uses: u64,
}

/// A token for one call.
pub(super) struct Lease {
    pub(super) held: Arc<Held>,
    /// A renewal to run during the call.
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

    /// The partner's token, or an account's own; never the `refused` one.
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

    /// Whether a token other than the refused one exists or may still arrive.
    pub(super) fn has_another(
        &self,
        account: Option<&AccountId>,
        refused: &Arc<Held>,
        sender: &Sender,
    ) -> bool {
        self.slot(account).has_another(refused, sender.clock.monotonic())
    }

    /// Fetches a new partner token, to check the credentials.
    pub(super) async fn fetch_partner(
        &self,
        sender: &Arc<Sender>,
        deadline: Deadline,
    ) -> Result<(), Error> {
        let request = TokenRequest { sender, credentials: &self.credentials, account: None };
        let held = self.partner.held();
        self.partner.token(&request, held.as_ref(), deadline).await.map(drop)
    }

    /// The partner's slot, or the account's own.
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
