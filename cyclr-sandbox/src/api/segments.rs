//! [`Segments`]: the texts in place of the names in braces.

use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use serde::de::DeserializeOwned;

use crate::state::Refusal;

/// One text, or a tuple of them.
pub(super) struct Segments<T>(pub(super) T);

impl<T: DeserializeOwned + Send> FromRequestParts<()> for Segments<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, (): &()) -> Result<Self, Refusal> {
        match Path::from_request_parts(parts, &()).await {
            Ok(Path(segments)) => Ok(Self(segments)),
            Err(_) => Err(Refusal::bad_request("The path must be UTF-8, percent-encoded.")),
        }
    }
}
