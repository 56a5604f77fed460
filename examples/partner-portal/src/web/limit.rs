//! Limits how often people may begin an attempt. The counts are in memory, or in Redis if several portals share them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use cyclr_oauth::UtcTimestamp;

use super::problem::Problem;
use crate::people::Person;

/// More clicks than anybody needs within the lifetime of an attempt.
const PER_PERSON: usize = 20;
const PER_ACCOUNT: usize = 60;
const WITHIN: Duration = Duration::from_secs(15 * 60);

/// Each attempt costs two calls to Cyclr and a place in the store.
#[derive(Clone)]
pub(super) enum Limit {
    /// For one portal: who began, and when.
    Memory(Arc<Mutex<HashMap<String, Vec<UtcTimestamp>>>>),
    /// For all portals that share the server.
    Redis(Box<redis::Client>),
}

impl Limit {
    pub(super) fn in_memory() -> Self {
        Self::Memory(Arc::default())
    }

    /// Counts one more, however many sessions the person has. One that is refused is not counted.
    pub(super) async fn count(&self, person: &Person, now: UtcTimestamp) -> Result<(), Problem> {
        let account = &person.account;
        // In a cluster, what is in braces has both on one server.
        let key = format!("partner-portal:limit:{{{account}}}");
        let counted = [(format!("{key}:{}", person.id), PER_PERSON), (key, PER_ACCOUNT)];
        let wait = match self {
            Self::Memory(begun) => {
                let mut begun = begun.lock().unwrap_or_else(PoisonError::into_inner);
                count_in_memory(&mut begun, &counted, now)
            }
            Self::Redis(server) => {
                count_in_redis(server, &counted, now).await.map_err(Problem::Redis)?
            }
        };
        wait.map_or(Ok(()), |wait| Err(Problem::TooMany(wait)))
    }
}

/// How long to wait, if one of them has begun so often.
fn count_in_memory(
    begun: &mut HashMap<String, Vec<UtcTimestamp>>,
    counted: &[(String, usize)],
    now: UtcTimestamp,
) -> Option<Duration> {
    begun.retain(|_, moments| {
        moments.retain(|moment| moment.saturating_add(WITHIN) > now);
        !moments.is_empty()
    });
    for (who, most) in counted {
        let moments = begun.get(who).map_or(&[][..], Vec::as_slice);
        if let (true, Some(first)) = (moments.len() >= *most, moments.first()) {
            return Some(first.saturating_add(WITHIN).saturating_duration_since(now));
        }
    }
    for (who, _) in counted {
        begun.entry(who.clone()).or_default().push(now);
    }
    None
}

/// The same in one step on the server. A list has the moments of one key, in milliseconds; it ends with the last.
const COUNT: &str = "\
    local now, within = tonumber(ARGV[1]), tonumber(ARGV[2]) \
    for i, key in ipairs(KEYS) do \
        local first = redis.call('LINDEX', key, 0) \
        while first and tonumber(first) + within <= now do \
            redis.call('LPOP', key) \
            first = redis.call('LINDEX', key, 0) \
        end \
        if redis.call('LLEN', key) >= tonumber(ARGV[2 + i]) then \
            return tonumber(first) + within - now \
        end \
    end \
    for _, key in ipairs(KEYS) do \
        redis.call('RPUSH', key, ARGV[1]) \
        redis.call('PEXPIRE', key, ARGV[2]) \
    end \
    return 0";

/// Opens a connection for each click: people click rarely, and a new connection can't have broken unnoticed.
async fn count_in_redis(
    server: &redis::Client,
    counted: &[(String, usize)],
    now: UtcTimestamp,
) -> Result<Option<Duration>, redis::RedisError> {
    let mut connection = server.get_multiplexed_async_connection().await?;
    let now = SystemTime::from(now).duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let mut command = redis::cmd("EVAL");
    command.arg(COUNT).arg(counted.len());
    for (key, _) in counted {
        command.arg(key);
    }
    command.arg(milliseconds(now)).arg(milliseconds(WITHIN));
    for (_, most) in counted {
        command.arg(*most);
    }
    let wait: u64 = command.query_async(&mut connection).await?;
    Ok((wait > 0).then(|| Duration::from_millis(wait)))
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
