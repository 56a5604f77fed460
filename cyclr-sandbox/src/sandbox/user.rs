//! A user of the sandbox.

use super::running::Sandbox;
use crate::user::HttpUser;

impl Sandbox {
    /// A user without a browser, who follows redirects, approves and denies over HTTP.
    ///
    /// Each opens its own connections, so keep one for many hand-offs.
    #[must_use]
    pub fn user(&self) -> HttpUser {
        HttpUser::new(&self.shared.addresses)
    }
}
