//! Error answers: `{"Message":"…"}`.

use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde_json::{Value, json};

use crate::shared::Shared;
use crate::state::Refusal;
use crate::switches::ErrorBody;

/// What handlers answer: JSON, or a refusal.
pub(super) type ApiResult = Result<Json, Refusal>;

/// JSON, of status 200.
pub(super) struct Json(pub(super) Value);

impl IntoResponse for Json {
    fn into_response(self) -> Response {
        ([(CONTENT_TYPE, "application/json; charset=utf-8")], self.0.to_string()).into_response()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut answer = (self.status, Json(json!({"Message": self.message}))).into_response();
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
