//! [`Shared`]: what every handler gets, and the public handle too.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::Extensions;
use tokio::runtime::Handle;

use crate::addresses::Addresses;
use crate::clock::{Clock, SavedTime};
use crate::faults::{Faults, HoldCount, Rules};
use crate::limits::Limits;
use crate::record::{History, RecordedRequest, SentWebhook};
use crate::state::CyclrState;

/// State, clock, faults and history of one sandbox.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) clock: Clock,
    pub(crate) faults: Faults,
    pub(crate) holds: HoldCount,
    pub(crate) limits: Limits,
    pub(crate) addresses: Addresses,
    /// That of the server.
    pub(crate) runtime: Handle,
    requests: Mutex<History<RecordedRequest>>,
    webhooks: Mutex<History<SentWebhook>>,
    state: Mutex<CyclrState>,
    /// The state at the start.
    initial: CyclrState,
}

/// The whole state of a sandbox at one moment; of [`Sandbox::snapshot`](crate::Sandbox::snapshot).
#[derive(Clone)]
pub struct Snapshot {
    state: CyclrState,
    time: SavedTime,
    faults: Rules,
    requests: History<RecordedRequest>,
    webhooks: History<SentWebhook>,
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot").field("time", &self.time).finish_non_exhaustive()
    }
}

impl Shared {
    pub(crate) fn new(
        clock: Clock,
        limits: Limits,
        addresses: Addresses,
        runtime: Handle,
        state: CyclrState,
    ) -> Self {
        Self {
            clock,
            faults: Faults::default(),
            holds: HoldCount::default(),
            runtime,
            requests: Mutex::new(History::new(limits.requests)),
            webhooks: Mutex::new(History::new(limits.webhooks)),
            limits,
            addresses,
            initial: state.clone(),
            state: Mutex::new(state),
        }
    }

    /// The sandbox that a request came to.
    #[expect(clippy::expect_used, reason = "the server says it of each request")]
    pub(crate) fn of(request: &Extensions) -> Arc<Self> {
        request.get().cloned().expect("the sandbox that the request came to")
    }

    /// All that Cyclr knows. Nothing waits while it is locked.
    pub(crate) fn state(&self) -> MutexGuard<'_, CyclrState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        // Locked while the others are read, so that no request comes in between.
        let state = self.state();
        Snapshot {
            time: self.clock.saved(),
            faults: self.faults.saved(),
            requests: self.requests().clone(),
            webhooks: self.webhooks().clone(),
            state: state.clone(),
        }
    }

    pub(crate) fn restore(&self, snapshot: &Snapshot) {
        let Snapshot { state, time, faults, requests, webhooks } = snapshot.clone();
        let mut current = self.state();
        *current = current.restored(state);
        self.clock.restore(time);
        self.faults.restore(faults);
        self.requests().restore(requests);
        self.webhooks().restore(webhooks);
    }

    /// To the state at the start, and to the system's time.
    pub(crate) fn reset(&self) {
        let mut current = self.state();
        *current = self.initial.clone();
        self.clock.reset();
        self.faults.restore(Rules::default());
        self.requests().clear();
        self.webhooks().clear();
    }

    pub(crate) fn webhooks(&self) -> MutexGuard<'_, History<SentWebhook>> {
        self.webhooks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn requests(&self) -> MutexGuard<'_, History<RecordedRequest>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
