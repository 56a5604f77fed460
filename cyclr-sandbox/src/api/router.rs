//! The API domain: `/oauth/token` and `/v1.0/…`.
use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post, put};

use super::answer::method_not_allowed;
use super::launch_kind::{KINDS, LaunchKind};
use super::{
    access_token, account, account_connector, connector, launch, method, property, sign_in_token,
    user,
};
use crate::shared::Shared;
use crate::state::Refusal;

pub(crate) fn router(shared: &Arc<Shared>) -> Router {
    let one_account_connector = get(account_connector::read)
        .put(account_connector::update)
        .delete(account_connector::delete);
    let one_property = get(property::read).put(property::update).delete(property::delete);
    let users = get(user::list).put(user::add).delete(user::remove);
    let mut router = Router::new()
        .route("/oauth/token", post(access_token::issue))
        .route("/v1.0/accounts", get(account::list).post(account::create))
        .route(
            "/v1.0/accounts/{account}",
            get(account::read).put(account::update).delete(account::delete),
        )
        .route("/v1.0/accounts/{account}/subaccounts", get(account::sub_accounts))
        .route("/v1.0/accounts/{account}/usage", get(account::usage))
        .route("/v1.0/accounts/{account}/users", users)
        .route("/v1.0/users", put(user::set_password))
        .route("/v1.0/accounts/{account}/signintoken", post(sign_in_token::issue))
        .route("/v1.0/account/connectors", get(account_connector::list))
        .route("/v1.0/account/connectors/{id}", one_account_connector)
        .route(
            "/v1.0/account/connectors/{id}/deauthenticate",
            put(account_connector::deauthenticate),
        )
        .route(
            "/v1.0/account/connectors/{id}/properties",
            get(property::list).post(property::create),
        )
        .route("/v1.0/account/connectors/{id}/properties/{property}", one_property)
        .route(
            "/v1.0/account/connectors/{id}/methods/{method}",
            get(method::call).post(method::call),
        )
        .route("/v1.0/cycles/{cycle}/prerequisites", get(method::prerequisites))
        .route("/v1.0/connectors/{id}/methods", get(method::list))
        .route("/v1.0/connectors/{id}/{version}/methods", get(method::list_named))
        .route("/v1.0/connectors", get(connector::list))
        .route("/v1.0/connectors/{id}", get(connector::read))
        .route("/v1.0/connectors/{id}/{version}", get(connector::of_version))
        .route("/v1.0/connectors/{id}/install", post(connector::install));
    for kind in &KINDS {
        let LaunchKind { path, .. } = kind;
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
