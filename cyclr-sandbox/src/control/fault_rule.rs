//! Which requests meet which faults: added, listed, cleared.

use std::sync::Arc;

use http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fault::FaultBody;
use super::input::{Body, Id};
use super::problem::Problem;
use super::state::ControlState;
use crate::faults::When;

/// Which requests meet a fault, and how often.
#[derive(Clone, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FaultRule {
    /// `POST`, for example; `*` is any.
    method: String,
    /// The path as it arrives, without query, whatever its case. `*` is one segment, `**` all that follow.
    path: String,
    fault: FaultBody,
    /// How often: the next request only, unless this says otherwise.
    #[serde(default)]
    when: FaultTiming,
}

/// How often a fault happens. Give one of the members at most.
#[derive(Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct FaultTiming {
    /// The next so many requests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    next: Option<u64>,
    /// Every so many requests: `3` is the third, the sixth and so on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    every: Option<u64>,
    /// All requests.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    always: bool,
    /// Each request with a probability from 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1))]
    probability: Option<f64>,
    /// Of `probability`: the same seed takes the same requests. 0 if it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seed: Option<u64>,
}

/// A rule that is in force.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ActiveFault {
    /// For `DELETE /faults/{id}`.
    id: u64,
    method: String,
    path: String,
    fault: FaultBody,
    when: FaultTiming,
}

/// More than any test needs; each request goes through all of them.
const MOST_RULES: usize = 1_000;

pub(super) async fn add(
    control: Arc<ControlState>,
    Body(FaultRule { method, path, fault, when }): Body<FaultRule>,
) -> Result<ActiveFault, Problem> {
    if method != "*" && http::Method::from_bytes(method.as_bytes()).is_err() {
        return Err(Problem::field("method", "write `*` or a method such as `POST`"));
    }
    if path != "**" && !path.starts_with('/') {
        return Err(Problem::field("path", "write `**` or a path that starts with `/`"));
    }
    let (fault, due) = (fault.read("fault")?, when.read()?);
    let faults = &control.shared.faults;
    if faults.len() >= MOST_RULES {
        let message = format!("there are {MOST_RULES} faults; delete some first");
        return Err(Problem::new(StatusCode::CONFLICT, message));
    }
    let (shown, when) = (FaultBody::from(&fault), FaultTiming::from(&due));
    let id = faults.add(&method, &path, fault, due);
    Ok(ActiveFault { id, method, path, fault: shown, when })
}

pub(super) async fn list(control: Arc<ControlState>, (): ()) -> Result<Vec<ActiveFault>, Problem> {
    Ok(control.shared.faults.map(|rule| ActiveFault {
        id: rule.id,
        method: rule.method.clone(),
        path: rule.path.clone(),
        fault: (&rule.fault).into(),
        when: (&rule.when).into(),
    }))
}

pub(super) async fn delete(control: Arc<ControlState>, Id(id): Id) -> Result<(), Problem> {
    if control.shared.faults.remove(id) {
        return Ok(());
    }
    Err(Problem::not_found("fault, or it has happened as often as it should"))
}

pub(super) async fn clear(control: Arc<ControlState>, (): ()) -> Result<(), Problem> {
    control.shared.faults.clear();
    Ok(())
}

impl FaultTiming {
    fn read(&self) -> Result<When, Problem> {
        let positive = |name, number| match number {
            0 => Err(Problem::field(name, "write a number from 1")),
            number => Ok(number),
        };
        match (self.next, self.every, self.always, self.probability) {
            (next, None, false, None) if self.seed.is_none() => {
                Ok(When::Next { left: positive("when.next", next.unwrap_or(1))? })
            }
            (None, Some(every), false, None) if self.seed.is_none() => {
                Ok(When::Every { nth: positive("when.every", every)?, seen: 0 })
            }
            (None, None, true, None) if self.seed.is_none() => Ok(When::Always),
            (None, None, false, Some(probability)) if (0.0..=1.0).contains(&probability) => {
                Ok(When::probability(probability, self.seed.unwrap_or(0)))
            }
            (None, None, false, Some(_)) => {
                Err(Problem::field("when.probability", "write a number from 0 to 1"))
            }
            _ => Err(Problem::field(
                "when",
                "give one of `next`, `every`, `always` and `probability`; `seed` goes with `probability`",
            )),
        }
    }
}

impl From<&When> for FaultTiming {
    fn from(when: &When) -> Self {
        match when {
            When::Always => Self { always: true, ..Self::default() },
            When::Every { nth, .. } => Self { every: Some(*nth), ..Self::default() },
            When::Next { left } => Self { next: Some(*left), ..Self::default() },
            When::Probability { probability, seed, .. } => {
                Self { probability: Some(*probability), seed: Some(*seed), ..Self::default() }
            }
        }
    }
}
