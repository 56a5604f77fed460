use cyclr_oauth::completion::{BoxError, Completed, Decision, Returned};
use cyclr_oauth::{
    AccountConnectorId, AccountId, AttemptError, Attempts, Client, ConnectorId, Error, SessionKey,
    TargetOrigin, client::AccountScope,
};

const DONE: TargetOrigin = TargetOrigin::from_static("https://yourapplication.com/done");

/// `POST /connect`. `in_use` is the account connector that your integrations use, from your database.
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
    let fresh = scope.install(connector, &()).await?; // supply your own `ClientId` and such here
    let begun = attempts.begin(cyclr, account, fresh.id, session).await?;
    begun.redirect("example_user", &DONE).await
}

/// `GET /done`. `decide` asks the third party who signed in; `use_from_now_on` writes to your database.
pub async fn done(
    attempts: &Attempts,
    cyclr: &Client,
    returned: Returned,
    session: &SessionKey,
    decide: impl AsyncFnOnce(AccountScope, AccountConnectorId) -> Result<Decision, BoxError>,
    use_from_now_on: impl AsyncFnOnce(&Completed) -> Result<(), BoxError>,
) -> Result<Completed, AttemptError> {
    match attempts.complete_if(cyclr, returned, session, decide).await {
        Ok(completed) => {
            use_from_now_on(&completed).await.map_err(AttemptError::Undecided)?;
            let scope = cyclr.account(&completed.account);
            clean_up(&scope, completed.state.connector.id, Some(completed.id)).await?;
            Ok(completed)
        }
        // Somebody else's data. Nothing has run on it, and what was in use is untouched.
        Err(error) => {
            if let AttemptError::Refused { account, id }
            | AttemptError::OtherSession { account, id, was_authenticated_before: false } =
                &error
            {
                cyclr.account(account).delete(*id).await?;
            }
            Err(error)
        }
    }
}

/// Deletes every account connector of this connector but the one in use: those that nobody completed, and one whose
/// installation was done although its response was lost.
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
