//! How often people may begin to connect.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use cyclr_oauth::UtcTimestamp;

use super::problem::Problem;
use crate::people::Person;

/// More than anybody clicks in earnest within the time that an attempt has.
const PER_PERSON: usize = 20;
const PER_ACCOUNT: usize = 60;
const WITHIN: Duration = Duration::from_secs(15 * 60);

/// Each attempt costs two calls to Cyclr and a place in the store. It is counted in this process: several
/// portals allow so many each.
#[derive(Clone, Debug, Default)]
pub(super) struct Limit(Arc<Mutex<HashMap<String, Vec<UtcTimestamp>>>>);

impl Limit {
    /// Counts one more, however many sessions the person has.
    pub(super) fn count(&self, person: &Person, now: UtcTimestamp) -> Result<(), Problem> {
        let mut begun = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        begun.retain(|_, moments| {
            moments.retain(|moment| moment.saturating_add(WITHIN) > now);
            !moments.is_empty()
        });
        // No user name has a space at its end.
        let counted =
            [(person.username(), PER_PERSON), (format!("{} ", person.account), PER_ACCOUNT)];
        for (who, most) in &counted {
            let moments = begun.get(who).map_or(&[][..], Vec::as_slice);
            if let (true, Some(first)) = (moments.len() >= *most, moments.first()) {
                let free = first.saturating_add(WITHIN);
                return Err(Problem::TooMany(free.saturating_duration_since(now)));
            }
        }
        for (who, _) in counted {
            begun.entry(who).or_default().push(now);
        }
        Ok(())
    }
}
