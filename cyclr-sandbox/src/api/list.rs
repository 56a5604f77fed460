//! [`ListPage`]: lists are bare arrays, in pages, in an order, and filtered.

use std::cmp::Ordering;
use std::marker::PhantomData;

use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use serde::Serialize;
use serde_json::Value;

use super::answer::Json;
use crate::query::Query;
use crate::shared::Shared;
use crate::state::Refusal;

/// What `page`, from 1, `pageSize`, `orderBy`, `sortOrderAsc`, `query` and `category` ask for.
pub(super) struct ListPage {
    number: usize,
    size: usize,
    order_by: Option<String>,
    ascending: bool,
    /// A part of the name, in lower case.
    query: Option<String>,
    /// Of connectors and methods.
    pub(super) category: Option<String>,
}

/// The items of a page, made into JSON, and how many pages there are.
pub(super) struct List<T> {
    items: Vec<Value>,
    pages: usize,
    item: PhantomData<T>,
}

impl<T> IntoResponse for List<T> {
    fn into_response(self) -> Response {
        ([("total-pages", self.pages.to_string())], Json(self.items)).into_response()
    }
}

impl FromRequestParts<()> for ListPage {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, (): &()) -> Result<Self, Refusal> {
        let Ok(query) = Query::from_request_parts(parts, &()).await;
        let default_size = Shared::of(&parts.extensions).state().switches.page_size;
        Self::read(&query, default_size)
    }
}

impl ListPage {
    fn read(query: &Query, default_size: u16) -> Result<Self, Refusal> {
        let read =
            |name: &str, default: usize| match query.get(name) {
                None => Ok(default),
                Some(text) => text.trim().parse().ok().filter(|it| *it > 0).ok_or_else(|| {
                    Refusal::bad_request(format!("{name} must be a number from 1."))
                }),
            };
        let default_size = usize::from(default_size).max(1);
        let given = |name| query.get(name).map(str::trim).filter(|it| !it.is_empty());
        Ok(Self {
            number: read("page", 1)?,
            size: read("pageSize", default_size)?.min(1_000),
            order_by: given("orderBy").map(str::to_owned),
            ascending: !given("sortOrderAsc").is_some_and(|it| it.eq_ignore_ascii_case("false")),
            query: given("query").map(str::to_lowercase),
            category: given("category").map(str::to_owned),
        })
    }

    /// Without order and filter, only the items of the page are made into JSON.
    pub(super) fn of<T, J: Serialize>(&self, items: &[T], answer: impl Fn(&T) -> J) -> List<J> {
        let skipped = (self.number - 1).saturating_mul(self.size);
        let (items, count): (Vec<_>, _) = if self.is_plain() {
            let page = items.iter().skip(skipped).take(self.size);
            (page.map(|it| json(answer(it))).collect(), items.len())
        } else {
            let all = self.sorted(items.iter().map(|it| json(answer(it))).collect());
            let count = all.len();
            (all.into_iter().skip(skipped).take(self.size).collect(), count)
        };
        List { items, pages: count.div_ceil(self.size), item: PhantomData }
    }

    fn is_plain(&self) -> bool {
        self.order_by.is_none() && self.ascending && self.query.is_none()
    }

    fn sorted(&self, mut all: Vec<Value>) -> Vec<Value> {
        if let Some(query) = &self.query {
            all.retain(|it| text(it, "Name").is_some_and(|it| it.contains(query)));
        }
        if let Some(name) = &self.order_by {
            // A stable sort: what is equal keeps its place.
            all.sort_by(|one, other| compare(one, other, name));
        }
        if !self.ascending {
            all.reverse();
        }
        all
    }
}

#[expect(clippy::expect_used, reason = "the items are texts, numbers and lists")]
fn json(item: impl Serialize) -> Value {
    serde_json::to_value(item).expect("a value that JSON can hold")
}

/// A member by its name in any case.
fn member<'a>(item: &'a Value, name: &str) -> Option<&'a Value> {
    let mut members = item.as_object()?.iter();
    members.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// In lower case; an item that is a text is its own name.
fn text(item: &Value, name: &str) -> Option<String> {
    match item {
        Value::String(text) => Some(text.to_lowercase()),
        _ => member(item, name)?.as_str().map(str::to_lowercase),
    }
}

fn compare(one: &Value, other: &Value, name: &str) -> Ordering {
    let number = |item| member(item, name).and_then(Value::as_u64);
    number(one).cmp(&number(other)).then_with(|| text(one, name).cmp(&text(other, name)))
}
