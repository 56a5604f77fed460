//! Snapshots of a sandbox.

use super::running::Sandbox;
use crate::shared::Snapshot;

impl Sandbox {
    /// Saves the whole state: what Cyclr knows, the clock, the source of randomness, faults and records.
    ///
    /// ```
    /// # let cyclr = cyclr_sandbox::Sandbox::start_blocking();
    /// cyclr.clock().freeze(); // so that times repeat exactly
    /// let start = cyclr.snapshot();
    /// let token = cyclr.mint_access_token(None);
    /// cyclr.restore(&start);
    /// assert_eq!(cyclr.mint_access_token(None).expose_secret(), token.expose_secret());
    /// ```
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        self.shared.snapshot()
    }

    /// Goes back to a snapshot. The same calls have the same answers, ids and times then.
    ///
    /// Requests that are held stay held. The clock shows the time of the snapshot; sleeps go on.
    pub fn restore(&self, snapshot: &Snapshot) {
        self.shared.restore(snapshot);
    }

    /// Goes back to the state at the start, without faults and records.
    ///
    /// The clock goes back to the system's time.
    ///
    /// ```
    /// # let cyclr = cyclr_sandbox::Sandbox::start_blocking();
    /// let account = cyclr_oauth::AccountId::new("Acme-42")?;
    /// cyclr.create_account(&account);
    /// cyclr.reset();
    /// assert!(!cyclr.has_account(&account));
    /// # Ok::<(), cyclr_oauth::values::InvalidAccountId>(())
    /// ```
    pub fn reset(&self) {
        self.shared.reset();
    }
}
