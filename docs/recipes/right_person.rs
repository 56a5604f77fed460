use cyclr_oauth::api::MethodId;
use cyclr_oauth::client::AccountScope;
use cyclr_oauth::completion::{BoxError, Completed, Decision, Returned};
use cyclr_oauth::{AccountConnectorId, AttemptError, Attempts, Client, SessionKey};

/// What the connector's method "Get Current User" returns. Members differ among connectors.
#[derive(serde::Deserialize)]
struct CurrentUser {
    #[serde(rename = "User")]
    name: String,
}

/// Accepts `who` alone, the name that your user has at the third party.
pub async fn decide(
    who: &str,
    // `MethodUniqueIdentifier` in Cyclr's list of the connector's methods.
    current_user: &MethodId,
    scope: AccountScope,
    id: AccountConnectorId,
) -> Result<Decision, BoxError> {
    let signed_in: CurrentUser = scope.call_method(id, current_user).await?;
    Ok(if signed_in.name == who { Decision::Accept } else { Decision::Refuse })
}

/// The user is back.
pub async fn complete_as(
    who: &str,
    attempts: &Attempts,
    cyclr: &Client,
    returned: Returned,
    session: &SessionKey,
    current_user: &MethodId,
) -> Result<Completed, AttemptError> {
    let decide = async |scope, id| decide(who, current_user, scope, id).await;
    attempts.complete_if(cyclr, returned, session, decide).await
}
