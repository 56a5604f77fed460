//! What attempts that nobody completed have left behind.

use std::error::Error;

use cyclr_oauth::completion::{Decision, Leftover};

use super::Portal;

impl Portal {
    /// Undoes connections that nobody completed, unless a user has entered credentials since. Call it every few
    /// minutes.
    pub async fn sweep(&self) {
        let swept = self.attempts.sweep_if(&self.cyclr, async |_, left| {
            let Leftover { account, id, begun, .. } = left;
            let entry = self.history.get(&account, id).await;
            let entry = entry.map_err(|_| "the history can't be read")?;
            let was_entered = entry.is_some_and(|it| it.at >= begun);
            Ok(if was_entered { Decision::Accept } else { Decision::Refuse })
        });
        match swept.await {
            Ok(swept) => {
                for left in swept.refused {
                    tracing::warn!(account = %left.account, id = %left.id, "nobody completed it: undone");
                }
                if let Some(error) = swept.unfinished {
                    tracing::warn!(
                        error = &error as &dyn Error,
                        "some entries are due again in ten minutes"
                    );
                }
            }
            Err(error) => tracing::warn!(error = &error as &dyn Error, "not swept"),
        }
    }
}
