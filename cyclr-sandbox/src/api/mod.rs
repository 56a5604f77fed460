//! The API domain: `/oauth/token` and `/v1.0/…`.
#![allow(clippy::unused_async, reason = "axum's handlers are async")]

mod account_connectors;
mod caller;
mod connectors;
mod error;
mod fields;
mod launch;
mod list;
mod properties;
mod sign_in;
mod token;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post, put};

use crate::server::Shared;
use crate::state::Refusal;
use error::{ApiResult, method_not_allowed};
use launch::Kind;

pub(crate) use error::in_switched_form;
pub(crate) use fields::Query;

pub(crate) fn router(shared: &Arc<Shared>) -> Router {
    let account_connector = get(account_connectors::read)
        .put(account_connectors::update)
        .delete(account_connectors::delete);
    let property = get(properties::read).put(properties::update).delete(properties::delete);
    let mut router = Router::new()
        .route("/oauth/token", post(token::issue))
        .route("/v1.0/accounts/{account}/signintoken", post(sign_in::issue))
        .route("/v1.0/account/connectors", get(account_connectors::list))
        .route("/v1.0/account/connectors/{id}", account_connector)
        .route(
            "/v1.0/account/connectors/{id}/deauthenticate",
            put(account_connectors::deauthenticate),
        )
        .route(
            "/v1.0/account/connectors/{id}/properties",
            get(properties::list).post(properties::create),
        )
        .route("/v1.0/account/connectors/{id}/properties/{property}", property)
        .route("/v1.0/connectors", get(connectors::list))
        .route("/v1.0/connectors/{id}", get(connectors::read))
        .route("/v1.0/connectors/{id}/install", post(connectors::install));
    for kind in &launch::KINDS {
        let Kind { path, .. } = kind;
        let for_account = post(move |shared, account, caller, fields| {
            launch::for_account(kind, shared, account, caller, fields)
        });
        let for_user =
            post(move |shared, caller, fields| launch::for_user(kind, shared, caller, fields));
        router = router
            .route(&format!("/v1.0/accounts/{{account}}/{path}"), for_account)
            .route(&format!("/v1.0/users/{path}"), for_user);
    }
    router
        .fallback(|| async { Refusal::not_found("No such resource.") })
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(Arc::clone(shared))
}
