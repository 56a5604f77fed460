//! The routes of the service domain.

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use super::{callback, hand_off, sign_in};
use crate::page::Page;
use crate::paths::{CALLBACK, SIGN_IN};
use crate::shared::Shared;

pub(crate) fn router(shared: &Arc<Shared>) -> Router {
    Router::new()
        .route("/connectorauth/updateaccountconnectoroauth", get(hand_off::open))
        .route(CALLBACK, get(callback::open))
        .route(SIGN_IN, get(sign_in::open))
        .route("/launch", get(sign_in::launched))
        .route("/marketplace", get(sign_in::launched))
        .route("/orbit", get(sign_in::launched))
        .route("/", get(sign_in::signed_in))
        .fallback(|| async { Page::not_found() })
        .with_state(Arc::clone(shared))
}
