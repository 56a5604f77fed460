//! What the sandbox received, without secrets.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::input::Query;
use super::problem::Problem;
use super::state::ControlState;
use crate::record::{Origin, RecordedRequest};

/// Which requests to list.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RequestFilter {
    /// Only this method.
    method: Option<String>,
    /// Only this path: `*` is one segment, `**` all that follow.
    path: Option<String>,
}

/// A request as it arrived. Everything that may be a secret is `[redacted]`.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReceivedRequest {
    /// Where it came to.
    origin: OriginName,
    method: String,
    path: String,
    /// Without the question mark.
    query: Option<String>,
    /// Names and values.
    headers: Vec<(String, String)>,
    body: String,
    /// The length of the whole body, in bytes.
    body_length: usize,
    /// The status of the answer; `null` as long as there is none.
    status: Option<u16>,
    /// When it arrived, by the sandbox's clock.
    time: String,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Origin")]
enum OriginName {
    Api,
    Service,
    ThirdParty,
}

pub(super) async fn list(
    control: Arc<ControlState>,
    Query(RequestFilter { method, path }): Query<RequestFilter>,
) -> Result<Vec<ReceivedRequest>, Problem> {
    let (method, path) = (method.as_deref().unwrap_or("*"), path.as_deref().unwrap_or("**"));
    let requests = control.shared.requests();
    Ok(requests.all().filter(|it| it.matches(method, path)).map(Into::into).collect())
}

pub(super) async fn clear(control: Arc<ControlState>, (): ()) -> Result<(), Problem> {
    control.shared.requests().clear();
    Ok(())
}

impl From<&RecordedRequest> for ReceivedRequest {
    fn from(request: &RecordedRequest) -> Self {
        let shown = request.shown();
        let headers = shown.headers.into_iter();
        Self {
            origin: match request.origin() {
                Origin::Api => OriginName::Api,
                Origin::Service => OriginName::Service,
                Origin::ThirdParty => OriginName::ThirdParty,
            },
            method: shown.method.to_owned(),
            path: shown.path,
            query: shown.query,
            headers: headers.map(|(name, value)| (name.to_owned(), value)).collect(),
            body: shown.body,
            body_length: request.body_len(),
            status: request.status(),
            time: request.time().to_string(),
        }
    }
}
