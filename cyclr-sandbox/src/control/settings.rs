//! The switches.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::input::Body;
use super::problem::Problem;
use super::state::ControlState;

/// Names and values; a value is a text, a number or a boolean.
type Settings = BTreeMap<String, Value>;

pub(super) async fn read(
    control: Arc<ControlState>,
    (): (),
) -> Result<BTreeMap<String, String>, Problem> {
    let all = control.shared.state().switches.all();
    Ok(all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// All of them, or none if one is wrong.
pub(super) async fn change(
    control: Arc<ControlState>,
    Body(settings): Body<Settings>,
) -> Result<BTreeMap<String, String>, Problem> {
    {
        let mut state = control.shared.state();
        let mut switches = state.switches.clone();
        for (name, value) in settings {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let set = switches.set(&name, &text);
            set.map_err(|error| Problem::field(name, error.to_string()))?;
        }
        state.switches = switches;
    }
    read(control, ()).await
}
