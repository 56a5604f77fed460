//! [`ControlState`]: what the operations work on.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use crate::shared::{Shared, Snapshot};
use crate::user::HttpUser;

pub(super) struct ControlState {
    pub(super) shared: Arc<Shared>,
    snapshots: Mutex<Snapshots>,
    user: OnceLock<HttpUser>,
}

/// Those that were taken over HTTP. They are not a part of what they save.
#[derive(Default)]
pub(super) struct Snapshots {
    last: u64,
    pub(super) kept: BTreeMap<u64, Snapshot>,
}

/// Each is as large as the state itself.
pub(super) const MOST_SNAPSHOTS: usize = 32;

impl ControlState {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared, snapshots: Mutex::default(), user: OnceLock::new() }
    }

    pub(super) fn snapshots(&self) -> MutexGuard<'_, Snapshots> {
        self.snapshots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One for all visits, so that they share connections.
    pub(super) fn user(&self) -> &HttpUser {
        self.user.get_or_init(|| HttpUser::new(&self.shared.addresses))
    }
}

impl Snapshots {
    pub(super) fn add(&mut self, snapshot: Snapshot) -> u64 {
        self.last += 1;
        self.kept.insert(self.last, snapshot);
        self.last
    }
}
