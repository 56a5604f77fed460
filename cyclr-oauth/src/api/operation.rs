//! [`Operation`]: a call's endpoint, and whether the call is safe to repeat.

use std::fmt;

use http::Method;

/// An endpoint: its method, its route, and whether its calls are safe to repeat.
///
/// `Display` is safe for logs: it contains no ids.
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
    /// Makes an endpoint. Its calls are safe to repeat unless the method is `POST` or `PATCH`.
    #[must_use]
    pub const fn new(method: Method, route: &'static str) -> Self {
        let repeatable = !matches!(method, Method::POST | Method::PATCH);
        Self { method, route, repeatable }
    }

    /// Marks the calls as safe to repeat, whatever the method.
    #[must_use]
    pub const fn repeatable(mut self) -> Self {
        self.repeatable = true;
        self
    }

    /// Whether this is a request for an access token.
    pub(super) fn is_token_request(&self) -> bool {
        self.route == TOKEN_ROUTE
    }

    /// The HTTP method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path with placeholders for ids.
    #[must_use]
    pub fn route(&self) -> &'static str {
        self.route
    }

    /// Whether a request that may have arrived can be sent again safely.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        self.repeatable
    }
}

/// The endpoint for access tokens ([documented](crate::guide::how_cyclr_behaves)).
pub(super) const TOKEN_ROUTE: &str = "/oauth/token";

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.route)
    }
}
