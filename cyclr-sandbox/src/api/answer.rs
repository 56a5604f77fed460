//! Error answers: `{"Message":"…"}`.

use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde::Serialize;

use crate::shared::Shared;
use crate::state::Refusal;
use crate::switches::ErrorBody;

/// What handlers answer: JSON, or a refusal.
pub(super) type ApiResult<T> = Result<Json<T>, Refusal>;

/// JSON, of status 200.
pub(super) struct Json<T>(pub(super) T);

impl<T: Serialize> IntoResponse for Json<T> {
    #[expect(clippy::expect_used, reason = "the answers are texts, numbers and lists")]
    fn into_response(self) -> Response {
        let text = serde_json::to_string(&self.0).expect("a value that JSON can hold");
        ([(CONTENT_TYPE, "application/json; charset=utf-8")], text).into_response()
    }
}

/// What went wrong, or that something is done.
#[derive(Serialize)]
#[cfg_attr(feature = "control", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub(super) struct Message {
    message: String,
}

impl Message {
    pub(super) fn json(message: impl Into<String>) -> Json<Self> {
        Json(Self { message: message.into() })
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut answer = (self.status, Message::json(&*self.message)).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            answer
                .headers_mut()
                .insert("www-authenticate", http::HeaderValue::from_static("Bearer"));
        }
        // For what happens with it by the switches.
        answer.extensions_mut().insert(self);
        answer
    }
}

pub(super) async fn method_not_allowed() -> Refusal {
    let message = "The requested resource does not support this method.";
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, message)
}

/// Gives refusals the body that the switch asks for.
pub(crate) fn in_switched_form(shared: &Shared, mut answer: Response) -> Response {
    let Some(refusal) = answer.extensions_mut().remove::<Refusal>() else { return answer };
    let error_body = shared.state().switches.error_body;
    match error_body {
        ErrorBody::Message => answer,
        ErrorBody::Html => {
            let page = maud::html! { h1 { (refusal.status) } };
            (refusal.status, Html(page.into_string())).into_response()
        }
        ErrorBody::Nothing => refusal.status.into_response(),
    }
}
