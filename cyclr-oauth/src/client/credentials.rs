//! [`ClientCredentials`]: the partner's client id and secret.

use crate::values::Secret;

/// A client id and its secret.
#[derive(Debug)]
pub struct ClientCredentials {
    pub(super) id: String,
    pub(super) secret: Secret,
}
