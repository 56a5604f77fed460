//! [`Fields`] of JSON bodies: names without regard to case, values as clients write them.

use std::marker::PhantomData;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};

use super::members::{Member, Members, PROPERTY};
use crate::shared::Shared;
use crate::state::Refusal;

/// The members of a JSON object.
pub(super) struct Fields {
    all: Map<String, Value>,
    /// What a call may read.
    declared: &'static [&'static [Member]],
}

/// The body of a request: members of `M`.
pub(super) struct Sent<M> {
    pub(super) fields: Fields,
    members: PhantomData<M>,
}

impl Fields {
    fn is_declared(&self, name: &str) -> bool {
        self.declared.iter().copied().flatten().any(|it| it.name == name)
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        debug_assert!(self.is_declared(name), "the document doesn't have the member {name}");
        let found = self.all.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value).filter(|value| !value.is_null())
    }

    /// Those of a value that is an object.
    pub(super) fn of(item: &Value, declared: &'static [&'static [Member]]) -> Option<Self> {
        Some(Self { all: item.as_object()?.clone(), declared })
    }

    /// Whether it is there, even as `null`.
    pub(super) fn has(&self, name: &str) -> bool {
        self.all.keys().any(|key| key.eq_ignore_ascii_case(name))
    }

    /// A text; numbers and booleans are taken for their text.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, Refusal> {
        let Some(value) = self.get(name) else { return Ok(None) };
        match value {
            Value::String(text) => Ok(Some(text.clone())),
            Value::Bool(_) | Value::Number(_) => Ok(Some(value.to_string())),
            _ => Err(Refusal::bad_request(format!("{name} must be a text."))),
        }
    }

    pub(super) fn required(&self, name: &str) -> Result<String, Refusal> {
        let text = self.text(name)?.filter(|it| !it.trim().is_empty());
        text.ok_or_else(|| Refusal::bad_request(format!("{name} is required.")))
    }

    /// A boolean, or the text of one.
    pub(super) fn boolean(&self, name: &str) -> Result<Option<bool>, Refusal> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        match text.to_ascii_lowercase().as_str() {
            "true" => Ok(Some(true)),
            "false" => Ok(Some(false)),
            _ => Err(Refusal::bad_request(format!("{name} must be true or false."))),
        }
    }

    /// A number, or the text of one.
    pub(super) fn number(&self, name: &str) -> Result<Option<u64>, Refusal> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let number = text.trim().parse();
        number.map(Some).map_err(|_| Refusal::bad_request(format!("{name} must be a number.")))
    }

    /// `[{"Name","Value"}]`
    pub(super) fn properties(&self) -> Result<Option<Vec<(String, String)>>, Refusal> {
        let Some(value) = self.get("Properties") else { return Ok(None) };
        let wrong =
            || Refusal::bad_request("Properties must be an array of objects with Name and Value.");
        let read = |item: &Value| {
            let fields = Self::of(item, &[PROPERTY]).ok_or_else(wrong)?;
            Ok((fields.required("Name")?, fields.text("Value")?.unwrap_or_default()))
        };
        value.as_array().ok_or_else(wrong)?.iter().map(read).collect::<Result<_, _>>().map(Some)
    }

    /// Always a text, and an empty one for `null`, which takes it away; people forget to serialise
    /// the object in it.
    pub(super) fn auth_value(&self) -> Result<Option<String>, Refusal> {
        match self.get("AuthValue") {
            None => Ok(self.has("AuthValue").then(String::new)),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(Refusal::bad_request(
                "AuthValue must be a text; serialise the object into one.",
            )),
        }
    }
}

/// A body may be missing; then there are no fields.
impl<M: Members> FromRequest<()> for Sent<M> {
    type Rejection = Refusal;

    async fn from_request(request: Request, (): &()) -> Result<Self, Refusal> {
        let shared = Shared::of(request.extensions());
        let is_json = is_content_type(request.headers(), "application/json");
        let body = Bytes::from_request(request, &()).await;
        let body = body.map_err(|_| Refusal::bad_request("The body broke off."))?;
        let sent = |all| Self { fields: Fields { all, declared: M::ALL }, members: PhantomData };
        if body.is_empty() {
            return Ok(sent(Map::new()));
        }
        let check = shared.state().switches.check_content_type;
        if check && !is_json {
            return Err(Refusal::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "The Content-Type of the body must be application/json.",
            ));
        }
        let fields = serde_json::from_slice(&body);
        fields.map(sent).map_err(|_| Refusal::bad_request("The body must be a JSON object."))
    }
}

/// Whether a message says that it is of this type, whatever its parameters.
pub(super) fn is_content_type(headers: &HeaderMap, expected: &str) -> bool {
    let value = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    value.split(';').next().is_some_and(|it| it.trim().eq_ignore_ascii_case(expected))
}
