//! `POST /oauth/token`

use std::sync::Arc;
use std::time::SystemTime;

use axum::Extension;
use axum::body;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use cyclr_oauth::UtcTimestamp;
use http::StatusCode;
use http::header::{AUTHORIZATION, CACHE_CONTROL};
use http::request::Parts;
use serde::Serialize;

use super::answer::Json;
use super::fields::is_content_type;
use crate::query::Query;
use crate::shared::Shared;
use crate::state::Refusal;
use crate::switches::{TokenError, WrongCredentials};

/// The form of a request.
pub(super) struct ClientCredentials {
    id: String,
    secret: String,
    scope: Option<String>,
}

impl FromRequest<()> for ClientCredentials {
    type Rejection = Response;

    async fn from_request(request: Request, (): &()) -> Result<Self, Response> {
        let shared = Shared::of(request.extensions());
        let (parts, body) = request.into_parts();
        // In memory already.
        let body = body::to_bytes(body, usize::MAX).await.unwrap_or_default();
        Self::read(&parts, &body).map_err(|error| error.respond(&shared))
    }
}

impl ClientCredentials {
    fn read(request: &Parts, body: &[u8]) -> Result<Self, OAuthError> {
        let query = Query::parse(request.uri.query().unwrap_or("").as_bytes());
        let in_query = ["client_id", "client_secret", "grant_type", "scope"];
        if in_query.iter().any(|it| query.get(it).is_some()) {
            return Err(OAuthError::invalid_request(
                "credentials belong into the body, not into the URL",
            ));
        }
        if request.headers.contains_key(AUTHORIZATION) {
            return Err(OAuthError::invalid_request(
                "credentials belong into the body, not into a header",
            ));
        }
        if !is_content_type(&request.headers, "application/x-www-form-urlencoded") {
            let reason = "the Content-Type must be application/x-www-form-urlencoded";
            return Err(OAuthError::invalid_request(reason));
        }
        let form = Query::parse(body);
        match form.get("grant_type") {
            Some("client_credentials") => {}
            Some(_) => {
                return Err(OAuthError::new("unsupported_grant_type", "use client_credentials"));
            }
            None => return Err(OAuthError::invalid_request("grant_type is missing")),
        }
        let given = |name| form.get(name).map(str::to_owned);
        let (Some(id), Some(secret)) = (given("client_id"), given("client_secret")) else {
            let reason = "client_id and client_secret are required";
            return Err(OAuthError::invalid_request(reason));
        };
        Ok(Self { id, secret, scope: given("scope").filter(|it| !it.is_empty()) })
    }
}

/// An access token, as Cyclr answers it.
#[derive(Serialize)]
#[cfg_attr(feature = "control", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "control", schemars(rename = "AccessToken"))]
pub(super) struct AccessTokenAnswer {
    access_token: String,
    token_type: &'static str,
    expires_in: u64,
    #[serde(rename = "clientId")]
    client_id: String,
    #[serde(rename = ".issued")]
    issued: String,
    #[serde(rename = ".expires")]
    expires: String,
    #[serde(rename = ".refresh")]
    refresh: &'static str,
}

impl IntoResponse for AccessTokenAnswer {
    fn into_response(self) -> Response {
        ([(CACHE_CONTROL, "no-store")], Json(self)).into_response()
    }
}

pub(super) async fn issue(
    Extension(shared): Extension<Arc<Shared>>,
    credentials: ClientCredentials,
) -> Result<AccessTokenAnswer, OAuthRefusal> {
    issue_checked(&shared, &credentials).map_err(|error| OAuthRefusal(error.respond(&shared)))
}

fn issue_checked(
    shared: &Shared,
    ClientCredentials { id, secret, scope }: &ClientCredentials,
) -> Result<AccessTokenAnswer, OAuthError> {
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
    let account = match scope {
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
    Ok(AccessTokenAnswer {
        access_token: text,
        token_type: "bearer",
        expires_in: state.token_lifetime.as_secs(),
        client_id: state.client_id.clone(),
        issued: http_date(token.issued),
        expires: http_date(token.expires),
        refresh: "False",
    })
}

/// `Thu, 02 Mar 2023 03:03:24 GMT`
fn http_date(time: SystemTime) -> String {
    // Others have no date in HTTP.
    httpdate::fmt_http_date(time.clamp(SystemTime::UNIX_EPOCH, UtcTimestamp::MAX.into()))
}

/// An error in the form that the switch asks for.
pub(super) struct OAuthRefusal(Response);

impl IntoResponse for OAuthRefusal {
    fn into_response(self) -> Response {
        self.0
    }
}

/// An error of OAuth 2, as JSON.
#[derive(Serialize)]
#[cfg_attr(feature = "control", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "control", schemars(rename = "OAuthError"))]
pub(super) struct OAuthErrorAnswer {
    error: &'static str,
    error_description: &'static str,
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

    fn respond(self, shared: &Shared) -> Response {
        let Self { status, error, description } = self;
        let shape = shared.state().switches.token_error;
        match shape {
            TokenError::OAuth => {
                let body = OAuthErrorAnswer { error, error_description: description };
                (status, Json(body)).into_response()
            }
            TokenError::Message => Refusal::new(status, description).into_response(),
            TokenError::Text => (status, description).into_response(),
        }
    }
}
