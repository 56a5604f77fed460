//! [`State`]: all that the sandbox's Cyclr knows. Nothing here waits, and nothing speaks HTTP.

pub(crate) mod account_connector;
mod accounts;
mod bounded;
pub(crate) mod connector;
mod connectors;
mod direct;
mod hand_off;
mod refusal;
mod sign_in;
pub(crate) mod tokens;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use cyclr_oauth::{Secret, UtcTimestamp};

use crate::clock::Clock;
use crate::limits::Limits;
use crate::switches::Switches;
use account_connector::AccountConnector;
use bounded::Bounded;
use connector::Definition;
use tokens::Random;

pub(crate) use accounts::{Account, Change, NewAccount};
pub(crate) use connectors::no_property;
pub(crate) use hand_off::{HandOff, Opened, Visit};
pub(crate) use refusal::Refusal;
pub(crate) use sign_in::{AccessToken, LaunchRecord, Session, SignIn};

#[derive(Debug)]
pub(crate) struct State {
    pub(crate) client_id: String,
    pub(crate) client_secret: Secret,
    pub(crate) switches: Switches,
    pub(crate) token_lifetime: Duration,
    clock: Clock,
    limits: Limits,
    random: Random,
    next_id: u64,

    accounts: BTreeMap<String, Account>,
    connectors: BTreeMap<u64, Arc<Definition>>,
    account_connectors: BTreeMap<u64, AccountConnector>,
    users: Bounded<(String, String), u64>,

    access_tokens: Bounded<String, AccessToken>,
    access_tokens_issued: u64,
    sign_ins: Bounded<String, SignIn>,
    sessions: Bounded<String, Session>,
    /// By the `state` that the third party is given.
    hand_offs: Bounded<String, HandOff>,
    /// What the third party gave out; used once.
    codes: Bounded<String, SystemTime>,
}

/// Five minutes, for all that is used once.
pub(crate) const ONE_TIME_LIFETIME: Duration = Duration::from_secs(300);
/// As documented, less the second that answers are short of it.
pub(crate) const TOKEN_LIFETIME: Duration = Duration::from_secs(1_209_599);

impl State {
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
            // Round enough to be told from other numbers.
            next_id: 1_000,
            accounts: BTreeMap::new(),
            connectors: BTreeMap::new(),
            account_connectors: BTreeMap::new(),
            users: Bounded::new(limits.users),
            access_tokens: Bounded::new(limits.access_tokens),
            access_tokens_issued: 0,
            sign_ins: Bounded::new(limits.sign_in_tokens),
            sessions: Bounded::new(limits.sign_in_tokens),
            hand_offs: Bounded::new(limits.hand_offs),
            codes: Bounded::new(limits.hand_offs),
            limits,
        }
    }

    pub(crate) fn now(&self) -> SystemTime {
        self.clock.system_time()
    }

    /// Ids go up, and none is given out twice, whatever it is the id of.
    fn next_id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }
}

/// A moment with what follows the second cut off.
pub(crate) fn whole_second(time: SystemTime) -> SystemTime {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_secs(since.as_secs())
}

/// A moment cut off to the seventh digit, which is as finely as Cyclr counts.
pub(crate) fn tenth_microsecond(time: SystemTime) -> SystemTime {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let nanos = since.subsec_nanos() / 100 * 100;
    SystemTime::UNIX_EPOCH + Duration::new(since.as_secs(), nanos)
}

/// With seven digits, as Cyclr writes `ExpiresAtUtc`: `2017-12-08T11:02:48.7436471Z`.
pub(crate) fn seven_digits(time: SystemTime) -> String {
    let second = UtcTimestamp::from(whole_second(time)).to_string();
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    format!("{}.{:07}Z", second.trim_end_matches('Z'), since.subsec_nanos() / 100)
}
