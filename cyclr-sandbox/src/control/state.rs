//! [`ControlState`]: what the operations work on.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use crate::shared::{Shared, Snapshot};
use crate::user::HttpUser;

pub(super) struct ControlState {
    pub(super) shared: Arc<Shared>,
    /// Given from above, since it is made from the operations, of which it is one.
    pub(super) document: fn() -> Value,
    snapshots: Mutex<Snapshots>,
    pub(super) user: HttpUser,
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
    pub(super) fn new(shared: Arc<Shared>, document: fn() -> Value) -> Self {
        let user = HttpUser::new(&shared.addresses);
        Self { shared, document, snapshots: Mutex::default(), user }
    }

    pub(super) fn snapshots(&self) -> MutexGuard<'_, Snapshots> {
        self.snapshots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Snapshots {
    pub(super) fn add(&mut self, snapshot: Snapshot) -> u64 {
        self.last += 1;
        self.kept.insert(self.last, snapshot);
        self.last
    }
}
