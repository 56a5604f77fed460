//! The paths that rooms know of each other.

/// Where third parties send users back to, on the service domain.
pub(crate) const CALLBACK: &str = "/connector/callback";
/// The third party's consent page.
pub(crate) const CONSENT: &str = "/authorize";
/// Where a sign-in token signs a user in, on the service domain.
pub(crate) const SIGN_IN: &str = "/account/signinwithtoken";
