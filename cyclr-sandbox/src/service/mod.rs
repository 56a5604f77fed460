//! The service domain, which users' browsers see.
#![allow(clippy::unused_async, reason = "axum's handlers are async")]

mod callback;
mod complete;
mod hand_off;
pub(crate) mod page;
mod sign_in;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use crate::server::Shared;
use page::Page;

#[cfg(feature = "user")]
pub(crate) use complete::COMPLETION_ID;

/// Where third parties send users back to.
pub(crate) const CALLBACK: &str = "/connector/callback";

pub(crate) fn router(shared: &Arc<Shared>) -> Router {
    Router::new()
        .route("/connectorauth/updateaccountconnectoroauth", get(hand_off::open))
        .route(CALLBACK, get(callback::open))
        .route("/account/signinwithtoken", get(sign_in::open))
        .route("/launch", get(sign_in::launched))
        .route("/marketplace", get(sign_in::launched))
        .route("/orbit", get(sign_in::launched))
        .route("/", get(sign_in::signed_in))
        .fallback(|| async { Page::not_found() })
        .with_state(Arc::clone(shared))
}
