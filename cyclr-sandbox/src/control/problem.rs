//! [`Problem`]: a request that the control address refuses.

use axum::body::Body;
use http::header::CONTENT_TYPE;
use http::{Response, StatusCode};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Debug)]
pub(super) struct Problem {
    pub(super) status: StatusCode,
    body: ProblemBody,
}

/// What is wrong with a request.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub(super) struct ProblemBody {
    /// What is wrong, and what to write instead.
    message: String,
    /// The member, path parameter or query parameter that is wrong, such as `fault.status`; absent if it is
    /// none of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
}

impl Problem {
    pub(super) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, body: ProblemBody { message: message.into(), field: None } }
    }

    /// With the wrong field's name in front of the message.
    pub(super) fn field(field: impl Into<String>, message: impl Into<String>) -> Self {
        let (field, message) = (field.into(), message.into());
        let message = format!("`{field}`: {message}");
        Self { status: StatusCode::BAD_REQUEST, body: ProblemBody { message, field: Some(field) } }
    }

    pub(super) fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("there is no such {what}"))
    }

    pub(super) fn into_response(self) -> Response<Body> {
        json(self.status, &self.body)
    }
}

#[expect(clippy::expect_used, reason = "the control address's types are texts, numbers and lists")]
pub(super) fn json(status: StatusCode, value: &impl Serialize) -> Response<Body> {
    let text = serde_json::to_string(value).expect("a value that JSON can hold");
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let json = http::HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}
