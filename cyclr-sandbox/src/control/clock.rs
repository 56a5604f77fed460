//! The clock: read, moved, stopped.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::input::Body;
use super::problem::Problem;
use super::state::ControlState;
use crate::clock::Clock;

/// What the clock shows.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ClockState {
    /// The time, in RFC 3339.
    now: String,
    /// Whether it moves by hand alone.
    frozen: bool,
    /// How many pauses, limits of time and delayed answers wait for it.
    sleeping: usize,
    /// How many requests the sandbox holds, because of a delay, a stall or an endless body.
    held_requests: usize,
}

/// How far to move the time.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Advance {
    /// Seconds, which may have a fraction.
    #[schemars(range(min = 0))]
    seconds: f64,
    /// When: at once, unless this says otherwise.
    #[serde(default)]
    when: When,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
enum When {
    /// At once.
    #[default]
    Now,
    /// As soon as everything waits: a response is delayed, or a client with the sandbox's
    /// clock pauses, and nothing else is under way.
    Waiting,
}

/// How far the time was moved.
#[derive(Serialize, JsonSchema)]
pub(super) struct Advanced {
    /// In seconds.
    seconds: f64,
}

pub(super) async fn read(control: Arc<ControlState>, (): ()) -> Result<ClockState, Problem> {
    Ok(state(&control))
}

pub(super) async fn advance(
    control: Arc<ControlState>,
    Body(Advance { seconds, when }): Body<Advance>,
) -> Result<ClockState, Problem> {
    let by = seconds_of("seconds", seconds)?;
    let clock = &control.shared.clock;
    match when {
        When::Now => clock.advance(by),
        When::Waiting => clock.advance_when_waiting(by).await.map_err(|_| nothing_waits())?,
    }
    Ok(state(&control))
}

pub(super) async fn advance_to_next(
    control: Arc<ControlState>,
    (): (),
) -> Result<Advanced, Problem> {
    let step = control.shared.clock.advance_to_next().await.map_err(|_| nothing_waits())?;
    Ok(Advanced { seconds: step.as_secs_f64() })
}

pub(super) async fn freeze(control: Arc<ControlState>, (): ()) -> Result<ClockState, Problem> {
    control.shared.clock.freeze();
    Ok(state(&control))
}

pub(super) async fn resume(control: Arc<ControlState>, (): ()) -> Result<ClockState, Problem> {
    control.shared.clock.resume();
    Ok(state(&control))
}

fn state(control: &ControlState) -> ClockState {
    let clock: &Clock = &control.shared.clock;
    ClockState {
        now: clock.now().to_string(),
        frozen: clock.is_frozen(),
        sleeping: clock.sleeping(),
        held_requests: control.shared.holds.now(),
    }
}

fn nothing_waits() -> Problem {
    let message = "for 5 seconds nothing waited for the clock, or something else was under way";
    Problem::new(StatusCode::CONFLICT, message)
}

pub(super) fn seconds_of(field: &str, seconds: f64) -> Result<Duration, Problem> {
    Duration::try_from_secs_f64(seconds)
        .map_err(|_| Problem::field(field, "write a number of seconds from 0"))
}
