//! The hand-off: from Cyclr's answer to the redirect of the user's browser.

use std::error::Error;

use cyclr_oauth::{AccountConnectorId, ConnectorAuthUrl, ServiceDomain, SignInToken, TargetOrigin};

/// Where this vendor's users are sent, read in the Cyclr console.
pub const SERVICE_DOMAIN: ServiceDomain = ServiceDomain::from_static("app-h.cyclr.com");

/// The vendor's page that they come back to.
pub const COMPLETE_PAGE: TargetOrigin =
    TargetOrigin::from_static("https://yourapplication.com/complete-page");

/// Reads the answer of `POST /v1.0/accounts/{account id}/signintoken`, and builds the URL that takes
/// the user through the authentication of one account connector.
///
/// # Errors
///
/// If the answer holds no sign-in token.
pub fn connector_auth_url(
    account_connector_id: AccountConnectorId,
    answer: &str,
) -> Result<ConnectorAuthUrl, Box<dyn Error>> {
    let token: SignInToken = serde_json::from_str(answer)?;
    let url = ConnectorAuthUrl::builder(&SERVICE_DOMAIN)
        .id(account_connector_id)
        .token(token)
        .target_origin(COMPLETE_PAGE)
        .build();
    Ok(url)
}
