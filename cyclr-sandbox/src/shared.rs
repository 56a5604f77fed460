//! [`Shared`]: what every handler gets, and the public handle too.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::runtime::Handle;

use crate::addresses::Addresses;
use crate::clock::Clock;
use crate::faults::{Faults, HoldCount};
use crate::limits::Limits;
use crate::record::{RequestHistory, WebhookHistory};
use crate::state::CyclrState;

/// State, clock, faults and records of one sandbox.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) clock: Clock,
    pub(crate) faults: Faults,
    pub(crate) holds: HoldCount,
    pub(crate) limits: Limits,
    pub(crate) addresses: Addresses,
    /// That of the server.
    pub(crate) runtime: Handle,
    records: Mutex<RequestHistory>,
    webhooks: Mutex<WebhookHistory>,
    state: Mutex<CyclrState>,
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
            records: Mutex::new(RequestHistory::new(limits.requests)),
            webhooks: Mutex::new(WebhookHistory::new(limits.webhooks)),
            limits,
            addresses,
            state: Mutex::new(state),
        }
    }

    /// All that Cyclr knows. Nothing waits while it is locked.
    pub(crate) fn state(&self) -> MutexGuard<'_, CyclrState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn webhooks(&self) -> MutexGuard<'_, WebhookHistory> {
        self.webhooks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn records(&self) -> MutexGuard<'_, RequestHistory> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
