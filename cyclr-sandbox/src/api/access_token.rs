//! `POST /oauth/token`

use std::sync::Arc;
use std::time::SystemTime;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use cyclr_oauth::UtcTimestamp;
use http::header::{AUTHORIZATION, CACHE_CONTROL};
use http::{HeaderMap, StatusCode};
use serde_json::json;

use super::answer::Json;
use super::fields::is_content_type;
use crate::query::Query;
use crate::shared::Shared;
use crate::state::Refusal;
use crate::switches::{TokenError, WrongCredentials};

pub(super) async fn issue(
    State(shared): State<Arc<Shared>>,
    query: Query,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    issue_checked(&shared, &query, &headers, &body)
        .unwrap_or_else(|refused| refused.answer(&shared))
}

fn issue_checked(
    shared: &Shared,
    query: &Query,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Response, OAuthError> {
    let in_query = ["client_id", "client_secret", "grant_type", "scope"];
    if in_query.iter().any(|it| query.get(it).is_some()) {
        return Err(OAuthError::invalid_request(
            "credentials belong into the body, not into the URL",
        ));
    }
    if headers.contains_key(AUTHORIZATION) {
        return Err(OAuthError::invalid_request(
            "credentials belong into the body, not into a header",
        ));
    }
    if !is_content_type(headers, "application/x-www-form-urlencoded") {
        let reason = "the Content-Type must be application/x-www-form-urlencoded";
        return Err(OAuthError::invalid_request(reason));
    }
    let form = Query::parse(body);
    match form.get("grant_type") {
        Some("client_credentials") => {}
        Some(_) => return Err(OAuthError::new("unsupported_grant_type", "use client_credentials")),
        None => return Err(OAuthError::invalid_request("grant_type is missing")),
    }
    let (Some(id), Some(secret)) = (form.get("client_id"), form.get("client_secret")) else {
        return Err(OAuthError::invalid_request("client_id and client_secret are required"));
    };

    let mut state = shared.state();
    if !state.right_credentials(id, secret) {
        let refused = OAuthError::new("invalid_client", "the client credentials are wrong");
        return Err(match state.switches.wrong_credentials {
            WrongCredentials::BadRequest => refused,
            WrongCredentials::Unauthorized => {
                OAuthError { status: StatusCode::UNAUTHORIZED, ..refused }
            }
        });
    }
    let account = match form.get("scope").filter(|it| !it.is_empty()) {
        None => None,
        Some(scope) => {
            let account = scope.strip_prefix("account:").unwrap_or("");
            if state.account(account).is_err() {
                return Err(OAuthError::new("invalid_scope", "there is no such account"));
            }
            Some(account.to_owned())
        }
    };
    let (text, token) = state.issue_access_token(account);
    let answer = json!({
        "access_token": text,
        "token_type": "bearer",
        "expires_in": state.token_lifetime.as_secs(),
        "clientId": state.client_id,
        ".issued": http_date(token.issued),
        ".expires": http_date(token.expires),
        ".refresh": "False",
    });
    Ok(([(CACHE_CONTROL, "no-store")], Json(answer)).into_response())
}

/// `Thu, 02 Mar 2023 03:03:24 GMT`
fn http_date(time: SystemTime) -> String {
    // Others have no date in HTTP.
    httpdate::fmt_http_date(time.clamp(SystemTime::UNIX_EPOCH, UtcTimestamp::MAX.into()))
}

/// An error of OAuth 2.
struct OAuthError {
    status: StatusCode,
    error: &'static str,
    description: &'static str,
}

impl OAuthError {
    const fn new(error: &'static str, description: &'static str) -> Self {
        Self { status: StatusCode::BAD_REQUEST, error, description }
    }

    const fn invalid_request(description: &'static str) -> Self {
        Self::new("invalid_request", description)
    }

    fn answer(self, shared: &Shared) -> Response {
        let Self { status, error, description } = self;
        let shape = shared.state().switches.token_error;
        match shape {
            TokenError::OAuth => {
                let body = json!({"error": error, "error_description": description});
                (status, Json(body)).into_response()
            }
            TokenError::Message => Refusal::new(status, description).into_response(),
            TokenError::Text => (status, description).into_response(),
        }
    }
}
