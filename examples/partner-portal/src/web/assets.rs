//! The portal's style and script, and the script of the library.

use axum::response::IntoResponse;
use cyclr_oauth::PopupListener;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};

pub(super) async fn style() -> impl IntoResponse {
    asset("text/css; charset=utf-8", include_str!("../../assets/portal.css"))
}

pub(super) async fn script() -> impl IntoResponse {
    asset("text/javascript; charset=utf-8", include_str!("../../assets/portal.js"))
}

pub(super) async fn cyclr_connect() -> impl IntoResponse {
    asset("text/javascript; charset=utf-8", PopupListener::MODULE)
}

fn asset(kind: &'static str, text: &'static str) -> impl IntoResponse {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-cache")], text)
}
