//! Snapshots of the whole state, and going back to them.

use std::sync::Arc;

use http::StatusCode;
use schemars::JsonSchema;
use serde::Serialize;

use super::input::Id;
use super::problem::Problem;
use super::state::{ControlState, MOST_SNAPSHOTS};

/// A snapshot that the sandbox keeps.
#[derive(Serialize, JsonSchema)]
pub(super) struct SnapshotId {
    /// For `/snapshots/{id}/restore`.
    id: u64,
}

pub(super) async fn take(control: Arc<ControlState>, (): ()) -> Result<SnapshotId, Problem> {
    let mut snapshots = control.snapshots();
    if snapshots.kept.len() >= MOST_SNAPSHOTS {
        let message = format!("there are {MOST_SNAPSHOTS} snapshots; delete one first");
        return Err(Problem::new(StatusCode::CONFLICT, message));
    }
    let snapshot = control.shared.snapshot();
    Ok(SnapshotId { id: snapshots.add(snapshot) })
}

pub(super) async fn list(control: Arc<ControlState>, (): ()) -> Result<Vec<SnapshotId>, Problem> {
    Ok(control.snapshots().kept.keys().map(|id| SnapshotId { id: *id }).collect())
}

pub(super) async fn restore(control: Arc<ControlState>, Id(id): Id) -> Result<(), Problem> {
    let snapshots = control.snapshots();
    let snapshot = snapshots.kept.get(&id).ok_or_else(not_found)?;
    control.shared.restore(snapshot);
    Ok(())
}

pub(super) async fn delete(control: Arc<ControlState>, Id(id): Id) -> Result<(), Problem> {
    control.snapshots().kept.remove(&id).map(|_| ()).ok_or_else(not_found)
}

pub(super) async fn reset(control: Arc<ControlState>, (): ()) -> Result<(), Problem> {
    control.shared.reset();
    Ok(())
}

fn not_found() -> Problem {
    Problem::not_found("snapshot")
}
