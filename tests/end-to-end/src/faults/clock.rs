//! Time without waiting.
//!
//! A client knows time by its [`Clock`] alone, and asks it for three kinds of waiting, which are told
//! apart by their length here:
//!
//! * The pause between two tries ends at once, is recorded, and moves the time.
//! * The limit of a try is raced against the request. It is reached when, and only when, the request is
//!   really stuck: the fault is one that holds requests for good, one has arrived at its route since the
//!   try began, and the sandbox holds one. No machine is so slow that a limit is reached by mistake,
//!   and no test waits for one.
//! * The wait for another caller's access token never ends, since there is no other caller.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::Poll;
use std::time::{Duration, Instant};

use cyclr_oauth::UtcTimestamp;
use cyclr_oauth::client::Clock;
use cyclr_sandbox::Sandbox;

use crate::PATIENCE;

/// Longer than all pauses, and unlike any other time.
pub const TRY_LIMIT: Duration = Duration::from_secs(1_000);
/// Longer than all tries and pauses of one call.
pub const DEADLINE: Duration = Duration::from_secs(1_000_000);

#[derive(Clone, Debug)]
pub struct VirtualClock(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    /// Whose requests may be stuck.
    sandbox: Option<Arc<Sandbox>>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    now: UtcTimestamp,
    /// The one that is faulted, if the fault holds requests until they are given up.
    held_route: Option<(&'static str, &'static str)>,
    pauses: Vec<Duration>,
    limits_reached: usize,
}

impl VirtualClock {
    pub fn new(sandbox: impl Into<Option<Arc<Sandbox>>>) -> Self {
        let now = UtcTimestamp::parse("2031-01-01T00:00:00Z").unwrap();
        let state = State { now, held_route: None, pauses: Vec::new(), limits_reached: 0 };
        Self(Arc::new(Shared { sandbox: sandbox.into(), state: Mutex::new(state) }))
    }

    /// Forgets what was; requests can get stuck on this route from now on, or nowhere.
    pub fn begin(&self, held_route: Option<(&'static str, &'static str)>) {
        let mut state = self.state();
        state.held_route = held_route;
        state.pauses.clear();
        state.limits_reached = 0;
    }

    pub fn pauses(&self) -> Vec<Duration> {
        self.state().pauses.clone()
    }

    pub fn limits_reached(&self) -> usize {
        self.state().limits_reached
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap()
    }

    /// How many requests have arrived where they get stuck.
    fn arrived(&self) -> usize {
        let held_route = self.state().held_route;
        match (&self.0.sandbox, held_route) {
            (Some(sandbox), Some((method, path))) => sandbox.request_count(method, path),
            _ => 0,
        }
    }

    fn is_stuck(&self, arrived_before: usize) -> bool {
        // One that was given up may be held for a moment longer, so that the number held is not
        // enough; and one that has just arrived may not be held yet, so that it is needed too.
        self.0.sandbox.as_ref().is_some_and(|sandbox| sandbox.stalled() > 0)
            && self.arrived() > arrived_before
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> UtcTimestamp {
        self.state().now
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        // Asked for before the request is sent.
        let arrived_before = self.arrived();
        let patience = Instant::now() + PATIENCE;
        poll_fn(move |context| {
            let is_over = match duration {
                TRY_LIMIT => self.is_stuck(arrived_before),
                pause => pause < TRY_LIMIT,
            };
            if !is_over {
                assert!(Instant::now() < patience, "neither an answer nor a held request");
                context.waker().wake_by_ref();
                // For machines with fewer cores than threads.
                std::thread::yield_now();
                return Poll::Pending;
            }
            let mut state = self.state();
            state.now = state.now.saturating_add(duration);
            if duration == TRY_LIMIT {
                state.limits_reached += 1;
            } else {
                state.pauses.push(duration);
            }
            Poll::Ready(())
        })
    }
}
