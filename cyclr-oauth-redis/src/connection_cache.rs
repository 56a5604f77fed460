//! [`ConnectionCache`]: one connection for all callers, which is replaced when it is broken.
//!
//! At most one attempt to connect runs at a time. It runs as a separate task: all waiting callers share what becomes of
//! it, and none of them takes it along when it gives up. No lock is held while anybody waits.
//!
//! A connection may end unnoticed, and a command that is sent on it fails, and nobody knows whether it was carried out. So
//! a connection is checked before it is used, unless other callers are waiting for answers, and get some: under load,
//! nothing is checked.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until, timeout, timeout_at};

use crate::error::Reason;

/// How long a silent connection may take to answer.
const CHECK: Duration = Duration::from_secs(1);
/// How long a connection may take to be made: name, TCP, TLS and password.
const CONNECTION: Duration = Duration::from_secs(2);
/// From the beginning of an attempt that fails to the beginning of the next; it doubles each time, up to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
pub(crate) const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// Makes connections.
pub(crate) trait Connect: Send + Sync + 'static {
    type Link: Link;

    fn connect(&self) -> impl Future<Output = Result<Self::Link, Failure>> + Send;
}

/// A connection, as far as the cache has to know it.
pub(crate) trait Link: Send + Sync + 'static {
    /// Whether no further command may be sent on it.
    fn is_broken(&self) -> bool;
    fn set_broken(&self);
    /// Whether it has given no answer for a while, so that nobody knows whether it still would.
    fn is_silent(&self, now: Instant) -> bool;
    /// Whether it has ever given an answer.
    fn has_served(&self) -> bool;
    /// Asks the server whether it is there.
    fn check(&self) -> impl Future<Output = bool> + Send;
}

/// Why there is no connection.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) reason: Reason,
    /// Whoever waits need not wait for the next attempt.
    pub(crate) is_lasting: bool,
}

pub(crate) struct ConnectionCache<C: Connect>(Arc<Shared<C>>);

impl<C: Connect> Clone for ConnectionCache<C> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

struct Shared<C: Connect> {
    connector: C,
    state: Mutex<State<C::Link>>,
}

struct State<L> {
    link: Option<Arc<L>>,
    attempt: Option<Attempt<L>>,
    /// How many attempts have been made so far.
    attempts: u64,
    /// The last failure, and how many there were since a connection has served.
    failure: Option<Failure>,
    failures: u32,
    /// When the last attempt began, and when the next may.
    begun: Instant,
    next: Instant,
    /// When a connection that works was last given up for another server.
    left: Option<Instant>,
}

/// The attempt that runs.
struct Attempt<L> {
    outcome: Waiting<L>,
    /// When it has ended for sure, unless nobody runs the task.
    end: Instant,
}

type Outcome<L> = Result<Arc<L>, Failure>;
type Waiting<L> = watch::Receiver<Option<Outcome<L>>>;

/// What a caller finds.
enum Found<L> {
    Good(Arc<L>),
    Waits(Waiting<L>, Instant),
    Failed(Failure),
}

impl<C: Connect> ConnectionCache<C> {
    pub(crate) fn new(connector: C) -> Self {
        let state = State {
            link: None,
            attempt: None,
            attempts: 0,
            failure: None,
            failures: 0,
            begun: Instant::now(),
            next: Instant::now(),
            left: None,
        };
        Self(Arc::new(Shared { connector, state: Mutex::new(state) }))
    }

    /// The connection, as soon as there is one: `None` if there is none in time, for no known reason.
    pub(crate) async fn get(&self, patience: Duration) -> Result<Arc<C::Link>, Option<Failure>> {
        let begun = Instant::now();
        let (until, mut now, mut last, mut abandoned) = (begun + patience, begun, None, false);
        loop {
            let (mut outcome, end) = match self.0.find(now) {
                Found::Good(link) => return Ok(link),
                Found::Waits(outcome, end) => (outcome, end),
                Found::Failed(failure) => return Err(Some(failure)),
            };
            match timeout_at(until.min(end), outcome.wait_for(Option::is_some)).await {
                Ok(Ok(outcome)) => match &*outcome {
                    Some(Ok(link)) if !link.is_broken() => return Ok(Arc::clone(link)),
                    Some(Err(failure)) if failure.is_lasting => return Err(Some(failure.clone())),
                    Some(Err(failure)) => last = Some(failure.clone()),
                    Some(Ok(_)) | None => {}
                },
                // The attempt has ended with its runtime. This caller's may be ending, too.
                Ok(Err(_)) if abandoned => return Err(last),
                Ok(Err(_)) => abandoned = true,
                Err(_) => {}
            }
            now = Instant::now();
            if now >= until {
                return Err(last.or_else(|| self.0.state().failure.clone()));
            }
        }
    }

    /// Has the next caller reconnect, although the connection works: the new one may lead to another server. It does
    /// so once per longest pause.
    pub(crate) fn leave(&self, link: &Arc<C::Link>) {
        let (mut state, now) = (self.0.state(), Instant::now());
        let is_current = state.link.as_ref().is_some_and(|current| Arc::ptr_eq(current, link));
        if is_current && state.left.is_none_or(|left| now >= left + LONGEST_PAUSE) {
            state.link = None;
            state.left = Some(now);
        }
    }
}

impl<C: Connect> Shared<C> {
    fn state(&self) -> MutexGuard<'_, State<C::Link>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find(self: &Arc<Self>, now: Instant) -> Found<C::Link> {
        let mut state = self.state();
        if let Some(link) = &state.link
            && link.is_broken()
        {
            let has_served = link.has_served();
            state.link = None;
            state.count(has_served, now);
        }
        if let Some(Attempt { outcome, end }) = &state.attempt
            && now < *end
            && outcome.has_changed().is_ok()
        {
            return Found::Waits(outcome.clone(), *end);
        }
        if let Some(link) = &state.link {
            // The cache has one, and each caller who waits for an answer another.
            let is_in_use = Arc::strong_count(link) > 1;
            if is_in_use && !link.is_silent(now) {
                return Found::Good(Arc::clone(link));
            }
        }
        if let Some(failure) = &state.failure
            && failure.is_lasting
            && now < state.next
        {
            return Found::Failed(failure.clone());
        }
        let begin = state.next.max(now);
        let end = begin + CHECK + CONNECTION + CHECK;
        let (result, outcome) = watch::channel(None);
        state.attempts += 1;
        state.begun = begin;
        state.attempt = Some(Attempt { outcome: outcome.clone(), end });
        let (shared, number, last) = (Arc::clone(self), state.attempts, state.link.clone());
        tokio::spawn(async move {
            sleep_until(begin).await;
            let outcome = shared.checked_or_new(last).await;
            shared.end(number, &outcome);
            result.send_replace(Some(outcome));
        });
        Found::Waits(outcome, end)
    }

    /// The connection there is, if it answers, or a new one.
    async fn checked_or_new(&self, last: Option<Arc<C::Link>>) -> Outcome<C::Link> {
        if let Some(last) = last {
            if timeout(CHECK, last.check()).await == Ok(true) && !last.is_broken() {
                return Ok(last);
            }
            last.set_broken();
        }
        match timeout(CONNECTION, self.connector.connect()).await {
            Ok(Ok(link)) => Ok(Arc::new(link)),
            Ok(Err(failure)) => Err(failure),
            Err(_) => Err(Failure { reason: Reason::timed_out(), is_lasting: false }),
        }
    }

    fn end(&self, number: u64, outcome: &Outcome<C::Link>) {
        let mut state = self.state();
        if state.attempts != number {
            return;
        }
        state.attempt = None;
        match outcome {
            Ok(link) => {
                state.link = Some(Arc::clone(link));
                state.failure = None;
            }
            Err(failure) => {
                state.link = None;
                state.failure = Some(failure.clone());
                state.count(false, Instant::now());
            }
        }
    }
}

impl<L> State<L> {
    /// Sets the pause before the next attempt: none after a connection that has served.
    fn count(&mut self, has_served: bool, now: Instant) {
        if has_served {
            (self.failures, self.next) = (0, now);
        } else {
            self.next = now.max(self.begun + pause(self.failures));
            self.failures = self.failures.saturating_add(1);
        }
    }
}

/// Up to a fifth shorter or longer, so that a service's machines don't come all at once.
fn pause(failures: u32) -> Duration {
    let pause = FIRST_PAUSE.saturating_mul(1 << failures.min(8)).min(LONGEST_PAUSE);
    pause.mul_f64(0.8 + 0.4 * fastrand::f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest_and_differ_by_a_fifth() {
        for (failures, expected) in [(0, 200), (1, 400), (2, 800), (3, 1600), (4, 2000), (99, 2000)]
        {
            let pauses: Vec<_> = (0..1_000).map(|_| pause(failures)).collect();
            let expected = Duration::from_millis(expected);
            let (shortest, longest) = (expected.mul_f64(0.8), expected.mul_f64(1.2));
            assert!(pauses.iter().all(|it| (shortest..=longest).contains(it)), "{failures}");
            assert!(pauses.iter().any(|it| *it < expected), "{failures}");
            assert!(pauses.iter().any(|it| *it > expected), "{failures}");
        }
    }
}
