//! What an `AuthValue` must look like.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::auth_method::AuthMethod;

/// Whether an `AuthValue` is `"{}"`: Cyclr is to fetch the tokens.
pub(crate) fn asks_for_tokens(method: AuthMethod, value: &str) -> bool {
    matches!(method, AuthMethod::Consent | AuthMethod::WithoutUser)
        && serde_json::from_str::<Map<String, Value>>(value).is_ok_and(|it| it.is_empty())
}

/// Whether an `AuthValue` authenticates a connector of this kind.
pub(crate) fn is_suitable(method: AuthMethod, value: &str) -> bool {
    match method {
        AuthMethod::AuthFields | AuthMethod::Text => !value.is_empty(),
        AuthMethod::Basic => STANDARD.decode(value).is_ok_and(|pair| pair.contains(&b':')),
        AuthMethod::None => true,
        AuthMethod::Consent | AuthMethod::WithoutUser => {
            let Ok(tokens) = serde_json::from_str::<Map<String, Value>>(value) else {
                return false;
            };
            let token = tokens.iter().find(|(key, _)| key.eq_ignore_ascii_case("AccessToken"));
            token.and_then(|(_, it)| it.as_str()).is_some_and(|it| !it.is_empty())
        }
    }
}

/// What an `AuthValue` of a connector of this kind looks like, for error messages.
pub(crate) fn expected_auth_value(method: AuthMethod) -> &'static str {
    match method {
        AuthMethod::Basic => "the base64 of `username:password`",
        AuthMethod::Consent | AuthMethod::WithoutUser => {
            "`{}` or an object with an `AccessToken`, serialised into a text"
        }
        _ => "a text that is not empty",
    }
}
