//! Routes requests of the API domain.

use std::sync::LazyLock;

use axum::Router;

use super::answer::method_not_allowed;
use super::routes::routes;
use crate::state::Refusal;

/// One for all sandboxes: a request says which one it came to.
pub(crate) static ROUTER: LazyLock<Router> = LazyLock::new(|| {
    routes()
        .into_iter()
        .fold(Router::new(), |router, route| router.route(route.path, route.handler))
        .fallback(|| async { Refusal::not_found("No such resource.") })
        .method_not_allowed_fallback(method_not_allowed)
});
