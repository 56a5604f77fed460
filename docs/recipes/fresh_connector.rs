use std::collections::HashSet;

use cyclr_oauth::client::AccountScope;
use cyclr_oauth::completion::{BoxError, Completed, Decision, Returned};
use cyclr_oauth::{AccountConnectorId, AccountId, AttemptError, Attempts, Client};
use cyclr_oauth::{ConnectorId, Error, SessionKey, TargetOrigin};

const DONE: TargetOrigin = TargetOrigin::from_static("https://yourapplication.com/done");

/// `POST /connect`: each click gets a new account connector.
pub async fn connect(
    attempts: &Attempts,
    cyclr: &Client,
    account: &AccountId,
    user: &str,
    connector: ConnectorId,
    session: &SessionKey,
) -> Result<http::Response<String>, AttemptError> {
    // Supply your `ClientId` and other properties here, if you have any.
    let fresh = cyclr.account(account).install(connector, &()).await?;
    let begun = attempts.begin(cyclr, account, fresh.id, session).await?;
    begun.redirect(user, &DONE).await
}

/// `GET /done`, for a session of `account`. `decide` asks the third party who signed in.
///
/// Then store `Completed::id` as the account connector in use, point your cycles to it, and
/// delete the one before.
pub async fn done(
    attempts: &Attempts,
    cyclr: &Client,
    account: &AccountId,
    returned: Returned,
    session: &SessionKey,
    decide: impl AsyncFnOnce(AccountScope, AccountConnectorId) -> Result<Decision, BoxError>,
) -> Result<Completed, AttemptError> {
    let result = attempts.complete_if(cyclr, returned, session, decide).await;
    let somebody_elses = match &result {
        Err(AttemptError::Refused { account, id }) => Some((account, *id)),
        Err(AttemptError::OtherSession { account: of, id, was_authenticated_before: false })
            if of != account =>
        {
            Some((of, *id))
        }
        _ => None,
    };
    if let Some((of, id)) = somebody_elses {
        // Nothing has run on it. If this fails, the sweep and the job below undo it.
        let _ = cyclr.account(of).delete(id).await;
    }
    result
}

/// A job, every hour: deletes what earlier clicks have left.
///
/// `seen` is what the last run returned, an hour ago: no attempt lives that long. `keep` is in your
/// database: the account connectors in use, and those of links that are still open.
pub async fn clean_up(
    scope: &AccountScope,
    connector: ConnectorId,
    keep: &[AccountConnectorId],
    seen: &HashSet<AccountConnectorId>,
) -> Result<HashSet<AccountConnectorId>, Error> {
    let mut young = HashSet::new();
    for it in scope.connectors().all().await? {
        if it.connector.id != connector || keep.contains(&it.id) {
            continue;
        }
        if !seen.contains(&it.id) {
            young.insert(it.id);
            continue;
        }
        match scope.delete(it.id).await {
            Err(error) if !error.is_not_found() => return Err(error),
            _ => {}
        }
    }
    Ok(young)
}
