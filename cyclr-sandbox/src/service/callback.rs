//! `GET /connector/callback`: where third parties send users back to.

use std::sync::Arc;

use axum::Extension;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use maud::html;

use super::completion::complete;
use crate::page::Page;
use crate::query::Query;
use crate::shared::Shared;
use crate::state::Refusal;

pub(super) async fn open(Extension(shared): Extension<Arc<Shared>>, query: Query) -> Response {
    let mut state = shared.state();
    let Some(hand_off) = query.get("state").and_then(|it| state.end_hand_off(it)) else {
        let refusal = Refusal::bad_request("this is not the answer to anything that was asked");
        return Page::from(refusal).into_response();
    };
    let (error, code) = (query.get("error"), query.get("code"));
    if let Some(error) = error {
        let status = StatusCode::from_u16(state.switches.error_page_status).ok();
        let status = status.filter(|it| *it >= StatusCode::OK).unwrap_or(StatusCode::BAD_REQUEST);
        return error_page(error, query.get("error_description"))
            .with_status(status)
            .into_response();
    }
    let Some(code) = code else {
        return Page::from(Refusal::bad_request("the third party gave no code")).into_response();
    };
    if let Err(refusal) = state.complete_hand_off(&hand_off, code) {
        return Page::from(refusal).into_response();
    }
    drop(state);
    complete(&shared, &hand_off)
}

/// The user gets stuck here: nothing leads back to the partner's application.
fn error_page(error: &str, description: Option<&str>) -> Page {
    let content = html! {
        p { "The third party did not allow the connection." }
        dl {
            dt { "error" }
            dd { (error) }
            @if let Some(description) = description {
                dt { "error_description" }
                dd { (description) }
            }
        }
    };
    Page::new("Authentication failed", content)
}
