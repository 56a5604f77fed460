//! [`Operation`]: which endpoint a call goes to, and whether it may be sent twice.

use std::fmt;

use http::Method;

/// An endpoint: its method, its route, and whether a request may be sent twice.
///
/// `Display` is for logs: it holds no ids.
///
/// ```
/// use cyclr_oauth::api::{Call, CreateSignInToken};
///
/// assert_eq!(
///     CreateSignInToken::OPERATION.to_string(),
///     "POST /v1.0/accounts/{account}/signintoken",
/// );
/// assert!(!CreateSignInToken::OPERATION.is_repeatable());
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Operation {
    method: Method,
    route: &'static str,
    repeatable: bool,
}

impl Operation {
    /// An endpoint. What its method promises holds for it: all but `POST` and `PATCH` may be
    /// repeated.
    #[must_use]
    pub const fn new(method: Method, route: &'static str) -> Self {
        Self { method, route, repeatable: true }.by_method()
    }

    const fn by_method(mut self) -> Self {
        self.repeatable = !matches!(self.method, Method::POST | Method::PATCH);
        self
    }

    /// One that does no harm when it is done twice, whatever its method says.
    #[must_use]
    pub const fn repeatable(mut self) -> Self {
        self.repeatable = true;
        self
    }

    /// Whether it asks for an access token.
    pub(super) fn is_token_request(&self) -> bool {
        self.route == TOKEN_ROUTE
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path with names in place of ids.
    #[must_use]
    pub fn route(&self) -> &'static str {
        self.route
    }

    /// Whether a request that may have arrived may be sent again.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        self.repeatable
    }
}

/// Where access tokens come from (documented).
pub(super) const TOKEN_ROUTE: &str = "/oauth/token";

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.route)
    }
}
