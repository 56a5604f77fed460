//! Routes requests of the API domain.

use std::sync::Arc;

use axum::Router;

use super::answer::method_not_allowed;
use super::route::Route;
use super::routes::routes;
use crate::shared::Shared;
use crate::state::Refusal;

pub(crate) fn router(shared: &Arc<Shared>) -> Router {
    let add = |router: Router<Arc<Shared>>, route: Route| router.route(route.path, route.handler);
    routes()
        .into_iter()
        .fold(Router::new(), add)
        .fallback(|| async { Refusal::not_found("No such resource.") })
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(Arc::clone(shared))
}
