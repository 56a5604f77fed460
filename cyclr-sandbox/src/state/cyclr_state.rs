//! [`CyclrState`]: all that the sandbox's Cyclr knows. Nothing here waits, and nothing speaks HTTP.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use cyclr_oauth::api::Connector;
use cyclr_oauth::{ConnectorId, Secret};

use super::bounded::Bounded;
use super::model::{AccessToken, Account, AccountConnector, Code, Cycle, HandOff, Method, SignIn};
use super::timestamp::TOKEN_LIFETIME;
use crate::clock::Clock;
use crate::limits::Limits;
use crate::random::Random;
use crate::switches::Switches;

/// The highest id: JavaScript can't represent all higher whole numbers.
pub(crate) const LAST_ID: u64 = 9_007_199_254_740_991;

#[derive(Clone, Debug)]
pub(crate) struct CyclrState {
    pub(crate) client_id: String,
    pub(crate) client_secret: Secret,
    pub(crate) switches: Switches,
    pub(crate) token_lifetime: Duration,
    pub(super) clock: Clock,
    pub(super) limits: Limits,
    pub(super) random: Random,
    pub(super) next_id: u64,

    pub(super) accounts: BTreeMap<String, Account>,
    pub(super) connectors: BTreeMap<ConnectorId, Arc<Connector>>,
    /// Of connectors.
    pub(super) methods: BTreeMap<ConnectorId, Vec<Method>>,
    /// Of connectors.
    pub(super) categories: BTreeMap<ConnectorId, String>,
    /// By their ids.
    pub(super) cycles: Bounded<String, Cycle>,
    pub(super) account_connectors: BTreeMap<u64, AccountConnector>,
    pub(super) users: Bounded<(String, String), u64>,
    /// By the user's name.
    pub(super) passwords: Bounded<String, Secret>,

    pub(super) access_tokens: Bounded<String, AccessToken>,
    pub(super) access_tokens_issued: u64,
    pub(super) sign_ins: Bounded<String, SignIn>,
    pub(super) sessions: Bounded<String, SignIn>,
    /// By the `state` that the third party is given.
    pub(super) hand_offs: Bounded<String, HandOff>,
    /// What the third party gave out; used once.
    pub(super) codes: Bounded<String, Code>,
}

impl CyclrState {
    pub(crate) fn new(
        clock: Clock,
        limits: Limits,
        mut random: Random,
        credentials: Option<(String, Secret)>,
    ) -> Self {
        let (client_id, client_secret) = match credentials {
            Some(given) => given,
            None => (random.guid(), Secret::from(random.awkward_token())),
        };
        Self {
            client_id,
            client_secret,
            switches: Switches::default(),
            token_lifetime: TOKEN_LIFETIME,
            clock,
            random,
            // Round, to stand out among other numbers.
            next_id: 1_000,
            accounts: BTreeMap::new(),
            connectors: BTreeMap::new(),
            methods: BTreeMap::new(),
            categories: BTreeMap::new(),
            cycles: Bounded::new(limits.cycles),
            account_connectors: BTreeMap::new(),
            users: Bounded::new(limits.users),
            passwords: Bounded::new(limits.users),
            access_tokens: Bounded::new(limits.access_tokens),
            access_tokens_issued: 0,
            sign_ins: Bounded::new(limits.sign_in_tokens),
            sessions: Bounded::new(limits.sign_in_tokens),
            hand_offs: Bounded::new(limits.hand_offs),
            codes: Bounded::new(limits.hand_offs),
            limits,
        }
    }

    /// A saved state, perhaps of another sandbox, with this one's clock and limits.
    pub(crate) fn restored(&self, saved: Self) -> Self {
        Self { clock: self.clock.clone(), limits: self.limits.clone(), ..saved }
    }

    pub(super) fn now(&self) -> SystemTime {
        self.clock.system_time()
    }

    /// Makes sure that the next ids are higher than this one.
    pub(super) fn count_id(&mut self, id: u64) {
        if id <= LAST_ID {
            self.next_id = self.next_id.max(id);
        }
    }

    /// Ids go up, and none is given out twice, whatever it is the id of.
    pub(super) fn next_id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }
}
