use cyclr_oauth::api::MethodId;
use cyclr_oauth::client::AccountScope;
use cyclr_oauth::completion::{Completed, Decision, Returned};
use cyclr_oauth::{AttemptError, Attempts, Client, SessionKey};

/// What the connector's method "Get Current User" returns. Members differ among connectors.
#[derive(serde::Deserialize)]
struct CurrentUser {
    #[serde(rename = "User")]
    name: String,
}

/// The user is back. `who` is the name that this user has at the third party.
pub async fn complete_as(
    who: &str,
    attempts: &Attempts,
    cyclr: &Client,
    returned: Returned,
    session: &SessionKey,
    // `MethodUniqueIdentifier` in Cyclr's list of the connector's methods.
    current_user: &MethodId,
) -> Result<Completed, AttemptError> {
    let decide = async |scope: AccountScope, id| {
        let signed_in: CurrentUser = scope.call_method(id, current_user).await?;
        Ok(if signed_in.name == who { Decision::Accept } else { Decision::Refuse })
    };
    attempts.complete_if(cyclr, returned, session, decide).await
}
