//! [`Attempts::sweep`]: what attempts leave behind that nobody completes.

use std::collections::HashSet;
use std::time::Duration;

use crate::api::Error;
use crate::client::{AccountScope, Client, Fault, Reaction};
use crate::completion::attempt_end::Decision;
use crate::completion::attempt_error::AttemptError;
use crate::completion::attempts::{Attempts, read};
use crate::completion::record::{AttemptRecord, Record};
use crate::completion::store::BoxError;
use crate::values::{AccountConnectorId, AccountId, UtcTimestamp};

/// Such a store would keep a sweep busy for ever.
const REPEATED: &str = "the store returned an entry twice in one sweep: it must keep when an entry is due again, and \
                        must not return what was taken";

impl Attempts {
    /// When an entry is due again whose sweep did not end.
    pub(super) const AGAIN: Duration = Duration::from_secs(10 * 60);
    /// How long after its expiry an attempt is looked at once more: consent pages stay open.
    const ONCE_MORE: Duration = Duration::from_secs(30 * 60);
    /// How many entries are claimed at a time.
    const BATCH: usize = 16;

    /// Deauthenticates what expired attempts have left behind: account connectors that were not
    /// authenticated when the attempt began and are now, although nobody completed it.
    ///
    /// Somebody else may have consented there: a victim of the user who began the attempt, whose browser
    /// never came back to your page. Call this every few minutes, on one machine or on all. Each attempt is
    /// looked at when it has expired, and once more half an hour later. A sweep also undoes a
    /// connection that [`complete_if`](Self::complete_if) refused while Cyclr couldn't be reached.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # use cyclr_oauth::{Attempts, Client};
    /// # async fn sleep(_: Duration) {}
    /// async fn sweep(attempts: Attempts, cyclr: Client) {
    ///     loop {
    ///         match attempts.sweep(&cyclr).await {
    ///             Ok(swept) => {
    ///                 println!("undone: {:?}", swept.refused);
    ///                 if let Some(error) = swept.unfinished {
    ///                     eprintln!("some entries are due again in ten minutes: {error}");
    ///                 }
    ///             }
    ///             Err(error) => eprintln!("not swept: {error}"),
    ///         }
    ///         sleep(Duration::from_secs(300)).await;
    ///     }
    /// }
    /// ```
    ///
    /// A request that completes the attempt wins if it takes it from the store before the sweep. The sweep
    /// leaves alone what another attempt on the same account connector has completed. If that attempt
    /// completes at the very moment of the sweep, it can be undone, and the user connects again. If your
    /// code also authenticates account connectors itself, by `configure` or `set_auth_value`, use
    /// [`sweep_if`](Self::sweep_if): a user may begin an attempt, give it up, and enter credentials instead.
    ///
    /// # Errors
    ///
    /// [`AttemptError::Store`], also if the store returns the same entry again. That Cyclr can't be asked is in [`Swept::unfinished`].
    pub async fn sweep(&self, cyclr: &Client) -> Result<Swept, AttemptError> {
        self.sweep_if(cyclr, async |_, _| Ok(Decision::Refuse)).await
    }

    /// [`sweep`](Self::sweep), if the application refuses the connection. To report only, accept each.
    ///
    /// `decide` gets the connection and when its attempt began. Accept it if your code has authenticated it since then.
    /// The closure borrows what it needs; with `move`, it clones that for each call.
    ///
    /// ```no_run
    /// # use cyclr_oauth::{Attempts, Client, UtcTimestamp, completion::{Decision, Leftover}};
    /// # struct Table;
    /// # impl Table {
    /// #     async fn entered_at(&self, _: &Leftover) -> Result<Option<UtcTimestamp>, std::io::Error> { Ok(None) }
    /// # }
    /// # async fn example(attempts: Attempts, cyclr: Client, table: Table) -> Result<(), Box<dyn std::error::Error>> {
    /// let swept = attempts
    ///     .sweep_if(&cyclr, async |_, left| {
    ///         let entered_at = table.entered_at(&left).await?;
    ///         let ours = entered_at.is_some_and(|at| at >= left.begun);
    ///         Ok(if ours { Decision::Accept } else { Decision::Refuse })
    ///     })
    ///     .await?;
    /// # drop(swept);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`sweep`](Self::sweep), and [`AttemptError::Undecided`].
    pub async fn sweep_if<D>(
        &self,
        cyclr: &Client,
        // With `AsyncFn`, no closure that borrows would leave this future `Send`.
        decide: impl Fn(AccountScope, Leftover) -> D,
    ) -> Result<Swept, AttemptError>
    where
        D: Future<Output = Result<Decision, BoxError>>,
    {
        let mut swept = Swept::default();
        // What was looked at, and whether it was once more.
        let mut seen = HashSet::new();
        loop {
            let now = cyclr.now();
            let claimed = self.store.claim_due(now, now.saturating_add(Self::AGAIN), Self::BATCH);
            let mut claimed = claimed.await.map_err(AttemptError::Store)?;
            // If the same entry ends every sweep, it doesn't always starve the same others.
            fastrand::shuffle(&mut claimed);
            if claimed.is_empty() {
                return Ok(swept);
            }
            for (key, value) in claimed {
                let record = read(&value);
                let is_once_more = matches!(&record, Ok(Record::Attempt(it)) if it.swept);
                if !seen.insert((key.clone(), is_once_more)) {
                    return Err(AttemptError::Store(REPEATED.into()));
                }
                match record {
                    Ok(Record::Attempt(record)) => {
                        match self.look(cyclr, &key, record, &decide, &mut swept).await {
                            Ok(()) => swept.examined += 1,
                            Err(AttemptError::Cyclr(error)) => {
                                // A refusal is the account's own. So may the lack of an access token be; if it
                                // isn't, the next calls fail at once.
                                let is_of_all = Fault::of(&error).reaction(true) == Reaction::Again;
                                swept.unfinished = Some(error);
                                if is_of_all {
                                    return Ok(swept);
                                }
                            }
                            Err(error) => return Err(error),
                        }
                    }
                    // Nobody can read it, or its time is over.
                    Ok(Record::Link(_) | Record::Completion { .. }) | Err(_) => {
                        self.take(&key).await?;
                    }
                }
            }
        }
    }

    async fn look<D>(
        &self,
        cyclr: &Client,
        key: &str,
        record: AttemptRecord,
        decide: &impl Fn(AccountScope, Leftover) -> D,
        swept: &mut Swept,
    ) -> Result<(), AttemptError>
    where
        D: Future<Output = Result<Decision, BoxError>>,
    {
        let AttemptRecord { ref account, id, begun, expires, .. } = record;
        let scope = cyclr.account(account);
        let is_authenticated = async || match scope.connector(id).await {
            Ok(state) => Ok(Some(state.authenticated)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        };
        let is_settled = record.was_authenticated && !record.refused
            || self.was_completed_since(account, id, begun).await?;
        let left = Leftover { account: account.clone(), id, begun };
        match if is_settled { None } else { is_authenticated().await? } {
            None => {}
            Some(false) if record.swept => {}
            Some(false) => {
                let due = expires.saturating_add(Self::ONCE_MORE);
                let record = AttemptRecord { swept: true, ..record };
                return self.insert(key, record, cyclr.now(), due).await;
            }
            Some(true) => {
                match decide(scope.clone(), left.clone()).await.map_err(AttemptError::Undecided)? {
                    Decision::Accept => swept.accepted.push(left),
                    Decision::Refuse => {
                        // A request that has found it in time may be about to complete it: whoever takes it first, wins.
                        let now = cyclr.now();
                        let due = now.saturating_add(Self::AGAIN);
                        let Some(copy) = self.withdraw(key, record, now, due).await? else {
                            return Ok(());
                        };
                        scope.deauthenticate(id).await?;
                        swept.refused.push(left);
                        return self.take(&copy).await.map(drop);
                    }
                }
            }
        }
        self.take(key).await.map(drop)
    }
}

/// What [`Attempts::sweep`] has found.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Swept {
    /// How many expired attempts were looked at.
    pub examined: usize,
    /// The connections that were deauthenticated.
    pub refused: Vec<Leftover>,
    /// The connections that the application accepted, in [`Attempts::sweep_if`].
    pub accepted: Vec<Leftover>,
    /// The last error from Cyclr. Its entry is due again in ten minutes; if Cyclr can't be reached, so are the
    /// others.
    pub unfinished: Option<Error>,
}

/// A connection that came from an attempt which nobody completed.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Leftover {
    /// The account.
    pub account: AccountId,
    /// The account connector.
    pub id: AccountConnectorId,
    /// When the attempt began.
    pub begun: UtcTimestamp,
}
