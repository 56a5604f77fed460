use cyclr_oauth::client::AccountScope;
use cyclr_oauth::completion::{BoxError, Completed, Decision, Returned};
use cyclr_oauth::{AccountConnectorId, AccountId, AttemptError, Attempts, Client};
use cyclr_oauth::{ConnectorId, Error, SessionKey, TargetOrigin};

const DONE: TargetOrigin = TargetOrigin::from_static("https://yourapplication.com/done");

/// `POST /connect`. `in_use` is in your database: the account connector that integrations use.
pub async fn connect(
    attempts: &Attempts,
    cyclr: &Client,
    account: &AccountId,
    connector: ConnectorId,
    in_use: Option<AccountConnectorId>,
    session: &SessionKey,
) -> Result<http::Response<String>, AttemptError> {
    let scope = cyclr.account(account);
    clean_up(&scope, connector, in_use).await?;
    // Supply your `ClientId` and other properties here, if you have any.
    let fresh = scope.install(connector, &()).await?;
    let begun = attempts.begin(cyclr, account, fresh.id, session).await?;
    begun.redirect("example_user", &DONE).await
}

/// `GET /done`. `decide` asks the third party who signed in, `use_from_now_on` sets `in_use`.
pub async fn done(
    attempts: &Attempts,
    cyclr: &Client,
    returned: Returned,
    session: &SessionKey,
    decide: impl AsyncFnOnce(AccountScope, AccountConnectorId) -> Result<Decision, BoxError>,
    use_from_now_on: impl AsyncFnOnce(&Completed) -> Result<(), BoxError>,
) -> Result<Completed, AttemptError> {
    let result = attempts.complete_if(cyclr, returned, session, decide).await;
    match &result {
        Ok(completed) => {
            use_from_now_on(completed).await.map_err(AttemptError::Undecided)?;
            let scope = cyclr.account(&completed.account);
            clean_up(&scope, completed.state.connector.id, Some(completed.id)).await?;
        }
        // Somebody else's data. Nothing has run on it, and `in_use` is untouched.
        Err(
            AttemptError::Refused { account, id }
            | AttemptError::OtherSession { account, id, was_authenticated_before: false },
        ) => cyclr.account(account).delete(*id).await?,
        Err(_) => {}
    }
    result
}

/// Deletes every account connector of this connector but the one in use: the one before, those
/// that nobody completed, and one that was installed although the response was lost.
pub async fn clean_up(
    scope: &AccountScope,
    connector: ConnectorId,
    in_use: Option<AccountConnectorId>,
) -> Result<(), Error> {
    for it in scope.connectors().all().await? {
        if it.connector.id == connector && Some(it.id) != in_use {
            match scope.delete(it.id).await {
                Err(error) if !error.is_not_found() => return Err(error),
                _ => {}
            }
        }
    }
    Ok(())
}
