//! [`Segments`]: the texts in place of the names in braces.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use serde::de::DeserializeOwned;

use crate::shared::Shared;
use crate::state::Refusal;

/// One text, or a tuple of them.
pub(super) struct Segments<T>(pub(super) T);

impl<T: DeserializeOwned + Send> FromRequestParts<Arc<Shared>> for Segments<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Refusal> {
        match Path::from_request_parts(parts, shared).await {
            Ok(Path(segments)) => Ok(Self(segments)),
            Err(_) => Err(Refusal::bad_request("The path must be UTF-8, percent-encoded.")),
        }
    }
}
