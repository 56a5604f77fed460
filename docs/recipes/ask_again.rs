use cyclr_oauth::api::MethodId;
use cyclr_oauth::{AccountConnectorId, AccountId, Client, Error};

/// What the connector's method "Get Current User" returns. Members differ among connectors.
#[derive(serde::Deserialize)]
struct CurrentUser {
    #[serde(rename = "User")]
    name: String,
}

/// Whether a confirmed connection is still that of `who`, the name that your database has from
/// its confirmation. If it is somebody else's, it is deauthenticated.
///
/// Call it from a job, for each connection in use, say every hour.
pub async fn is_still_of(
    who: &str,
    cyclr: &Client,
    account: &AccountId,
    id: AccountConnectorId,
    // `MethodUniqueIdentifier` in Cyclr's list of the connector's methods.
    current_user: &MethodId,
) -> Result<bool, Error> {
    let scope = cyclr.account(account);
    let signed_in: CurrentUser = scope.call_method(id, current_user).await?;
    if signed_in.name == who {
        return Ok(true);
    }
    scope.deauthenticate(id).await?;
    Ok(false)
}
