//! [`ListPage`]: lists are bare arrays, in pages.

use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::answer::Json;
use crate::query::Query;
use crate::state::Refusal;

/// What `page`, from 1, and `pageSize` ask for.
pub(super) struct ListPage {
    number: usize,
    size: usize,
}

impl ListPage {
    pub(super) fn read(query: &Query, default_size: u16) -> Result<Self, Refusal> {
        let read =
            |name: &str, default: usize| match query.get(name) {
                None => Ok(default),
                Some(text) => text.trim().parse().ok().filter(|it| *it > 0).ok_or_else(|| {
                    Refusal::bad_request(format!("{name} must be a number from 1."))
                }),
            };
        let default_size = usize::from(default_size).max(1);
        Ok(Self { number: read("page", 1)?, size: read("pageSize", default_size)?.min(1_000) })
    }

    /// Only the items of the page are made into JSON.
    pub(super) fn answer<T>(&self, items: &[T], to_json: impl Fn(&T) -> Value) -> Response {
        let skipped = (self.number - 1).saturating_mul(self.size);
        let page: Value = items.iter().skip(skipped).take(self.size).map(to_json).collect();
        let pages = items.len().div_ceil(self.size);
        ([("total-pages", pages.to_string())], Json(page)).into_response()
    }
}
