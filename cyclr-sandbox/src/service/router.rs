//! The routes of the service domain.

use std::sync::LazyLock;

use axum::Router;
use axum::routing::get;

use super::{callback, hand_off, sign_in};
use crate::page::Page;
use crate::paths::{CALLBACK, SIGN_IN};

/// One for all sandboxes: a request says which one it came to.
pub(crate) static ROUTER: LazyLock<Router> = LazyLock::new(|| {
    Router::new()
        .route("/connectorauth/updateaccountconnectoroauth", get(hand_off::open))
        .route(CALLBACK, get(callback::open))
        .route(SIGN_IN, get(sign_in::open))
        .route("/launch", get(sign_in::launched))
        .route("/marketplace", get(sign_in::launched))
        .route("/orbit", get(sign_in::launched))
        .route("/", get(sign_in::signed_in))
        .fallback(|| async { Page::not_found() })
});
