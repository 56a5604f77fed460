//! A user of the sandbox.

use super::running::Sandbox;
use crate::user::HttpUser;

impl Sandbox {
    /// A user without a browser, who follows redirects, approves and denies over HTTP.
    #[must_use]
    pub fn user(&self) -> HttpUser {
        HttpUser::new(&self.shared.addresses)
    }
}
