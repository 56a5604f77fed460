//! How often one person may begin to connect.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use cyclr_oauth::UtcTimestamp;

use super::problem::Problem;

/// As many as nobody clicks in earnest, within the time that an attempt has.
const MOST: usize = 20;
const WITHIN: Duration = Duration::from_secs(15 * 60);

/// Each beginning costs two calls to Cyclr and a place in the store. It is counted in this process: several
/// portals allow so many each.
#[derive(Clone, Debug, Default)]
pub(super) struct Limit(Arc<Mutex<HashMap<&'static str, Vec<UtcTimestamp>>>>);

impl Limit {
    pub(super) fn count(&self, person: &'static str, now: UtcTimestamp) -> Result<(), Problem> {
        let mut people = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        people.retain(|_, begun| {
            begun.retain(|moment| moment.saturating_add(WITHIN) > now);
            !begun.is_empty()
        });
        let begun = people.entry(person).or_default();
        if begun.len() >= MOST {
            return Err(Problem::TooOften);
        }
        begun.push(now);
        Ok(())
    }
}
