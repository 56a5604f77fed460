//! What the document says of a route's function: read from the types of its inputs and of its answer.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Extension;
use http::StatusCode;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::access_token::{AccessTokenAnswer, ClientCredentials, OAuthErrorAnswer, OAuthRefusal};
use super::answer::{Json, Message};
use super::caller::{Caller, InAccount};
use super::connector::Reader;
use super::fields::Sent;
use super::list::{List, ListPage};
use super::members::{Kind, Member, Members};
use super::segments::Segments;
use crate::shared::Shared;
use crate::state::Refusal;

/// The name of the security scheme.
pub(super) const BEARER: &str = "accessToken";

pub(super) struct OperationDescription<'a> {
    path: &'static str,
    generator: &'a mut SchemaGenerator,
    /// Members of the operation.
    members: Map<String, Value>,
    parameters: Vec<Value>,
    /// The answer of status 200.
    answer: Value,
    refusals: BTreeMap<u16, &'static str>,
    refusal: Value,
}

impl<'a> OperationDescription<'a> {
    pub(super) fn new(
        path: &'static str,
        id: &str,
        summary: &str,
        generator: &'a mut SchemaGenerator,
    ) -> Self {
        let mut members = Map::new();
        members.insert("operationId".to_owned(), id.into());
        members.insert("summary".to_owned(), summary.into());
        Self {
            path,
            generator,
            members,
            parameters: Vec::new(),
            answer: Value::Null,
            refusals: BTreeMap::new(),
            refusal: Value::Null,
        }
    }

    pub(super) fn refuses(&mut self, status: StatusCode, when: &'static str) {
        self.refusals.entry(status.as_u16()).or_insert(when);
    }

    pub(super) fn finish(mut self) -> Value {
        let content = |schema| json!({"application/json": {"schema": schema}});
        let mut responses = Map::new();
        responses.insert("200".to_owned(), self.answer);
        for (status, when) in self.refusals {
            let refusal = json!({"description": when, "content": content(&self.refusal)});
            responses.insert(status.to_string(), refusal);
        }
        if !self.parameters.is_empty() {
            self.members.insert("parameters".to_owned(), self.parameters.into());
        }
        self.members.insert("responses".to_owned(), responses.into());
        self.members.into()
    }
}

/// A function whose inputs and whose answer can be described.
pub(super) trait Documented<T> {
    fn describe(operation: &mut OperationDescription<'_>);
}

macro_rules! documented {
    ($($input:ident),*) => {
        impl<F, A, O, $($input),*> Documented<($($input,)*)> for F
        where
            F: Fn($($input),*) -> A,
            A: Future<Output = O>,
            O: Output,
            $($input: Input),*
        {
            fn describe(operation: &mut OperationDescription<'_>) {
                $($input::describe(operation);)*
                O::describe(operation);
            }
        }
    };
}

documented!(I1, I2);
documented!(I1, I2, I3);
documented!(I1, I2, I3, I4);

pub(super) trait Input {
    fn describe(operation: &mut OperationDescription<'_>);
}

impl Input for Extension<Arc<Shared>> {
    fn describe(_: &mut OperationDescription<'_>) {}
}

impl Input for Caller {
    fn describe(operation: &mut OperationDescription<'_>) {
        operation.members.insert("security".to_owned(), json!([{BEARER: []}]));
        operation.refuses(StatusCode::UNAUTHORIZED, "The access token is missing or invalid.");
        operation.refuses(StatusCode::FORBIDDEN, "The access token is limited to an account.");
    }
}

impl Input for InAccount {
    fn describe(operation: &mut OperationDescription<'_>) {
        Caller::describe(operation);
        operation.parameters.push(json!({
            "name": "X-Cyclr-Account",
            "in": "header",
            "description": "The account's id. A token that is limited to an account needs none.",
            "schema": {"type": "string"},
        }));
        operation.refuses(StatusCode::BAD_REQUEST, "Something in the request is wrong.");
        operation.refuses(StatusCode::NOT_FOUND, "The account is unknown.");
    }
}

impl Input for Reader {
    fn describe(operation: &mut OperationDescription<'_>) {
        InAccount::describe(operation);
    }
}

impl<T> Input for Segments<T> {
    fn describe(operation: &mut OperationDescription<'_>) {
        let names = operation.path.split('/').filter_map(|it| it.strip_prefix('{'));
        for name in names {
            operation.parameters.push(json!({
                "name": name.trim_end_matches('}'),
                "in": "path",
                "required": true,
                "schema": {"type": "string", "minLength": 1},
            }));
        }
        operation.refuses(StatusCode::BAD_REQUEST, "Something in the request is wrong.");
        operation.refuses(StatusCode::NOT_FOUND, "Something in the path is unknown.");
    }
}

impl Input for ListPage {
    fn describe(operation: &mut OperationDescription<'_>) {
        let number = json!({"type": "integer", "minimum": 1});
        for (name, schema, description) in [
            ("page", number.clone(), "The number of the page."),
            ("pageSize", number, "How many items are on a page."),
            ("orderBy", json!({"type": "string"}), "The member that the list is sorted by."),
            ("sortOrderAsc", json!({"type": "boolean"}), "Whether the order is ascending."),
            ("query", json!({"type": "string"}), "A part of the name."),
            ("category", json!({"type": "string"}), "The category of connectors and methods."),
        ] {
            operation.parameters.push(
                json!({"name": name, "in": "query", "description": description, "schema": schema}),
            );
        }
        operation.refuses(StatusCode::BAD_REQUEST, "Something in the request is wrong.");
    }
}

impl<M: Members> Input for Sent<M> {
    fn describe(operation: &mut OperationDescription<'_>) {
        let schema = object(M::ALL);
        let required = schema.get("required").is_some();
        let body =
            json!({"required": required, "content": {"application/json": {"schema": schema}}});
        operation.members.insert("requestBody".to_owned(), body);
        operation.refuses(StatusCode::BAD_REQUEST, "Something in the request is wrong.");
        operation.refuses(StatusCode::PAYLOAD_TOO_LARGE, "The body is too long.");
        operation.refuses(StatusCode::UNSUPPORTED_MEDIA_TYPE, "The body must be JSON.");
    }
}

impl Input for ClientCredentials {
    fn describe(operation: &mut OperationDescription<'_>) {
        let schema = json!({
            "type": "object",
            "properties": {
                "grant_type": {"const": "client_credentials"},
                "client_id": {"type": "string"},
                "client_secret": {"type": "string"},
                "scope": {
                    "type": "string",
                    "description": "`account:` and the id of the account that the token is limited to.",
                },
            },
            "required": ["grant_type", "client_id", "client_secret"],
        });
        let form = json!({"application/x-www-form-urlencoded": {"schema": schema}});
        let body = json!({"required": true, "content": form});
        operation.members.insert("requestBody".to_owned(), body);
    }
}

fn object(groups: &[&[Member]]) -> Value {
    let members = || groups.iter().copied().flatten();
    let properties: Map<_, _> =
        members().map(|it| (it.name.to_owned(), member(it.kind, it.required))).collect();
    let required: Vec<_> = members().filter(|it| it.required).map(|it| it.name).collect();
    let mut schema = json!({"type": "object", "properties": properties});
    if let (Value::Object(schema), false) = (&mut schema, required.is_empty()) {
        schema.insert("required".to_owned(), required.into());
    }
    schema
}

fn member(kind: Kind, required: bool) -> Value {
    let or_null = |name: &str| {
        if required { json!({"type": name}) } else { json!({"type": [name, "null"]}) }
    };
    match kind {
        Kind::Text => or_null("string"),
        Kind::Boolean => or_null("boolean"),
        Kind::Number => or_null("integer"),
        Kind::Object => or_null("object"),
        Kind::Texts => json!({"type": ["string", "array", "null"], "items": {"type": "string"}}),
        Kind::Objects(groups) => json!({"type": ["array", "null"], "items": object(groups)}),
        Kind::ObjectOrObjects(groups) => {
            let one = object(groups);
            json!({"anyOf": [{"type": ["array", "null"], "items": one.clone()}, one]})
        }
    }
}

pub(super) trait Output {
    fn describe(operation: &mut OperationDescription<'_>);
}

impl<T: Output, E: Output> Output for Result<T, E> {
    fn describe(operation: &mut OperationDescription<'_>) {
        T::describe(operation);
        E::describe(operation);
    }
}

impl<T: JsonSchema> Output for Json<T> {
    fn describe(operation: &mut OperationDescription<'_>) {
        let schema = operation.generator.subschema_for::<T>();
        let content = json!({"application/json": {"schema": schema}});
        operation.answer = json!({"description": "Done.", "content": content});
    }
}

impl<T: JsonSchema> Output for List<T> {
    fn describe(operation: &mut OperationDescription<'_>) {
        let item = operation.generator.subschema_for::<T>();
        let content = json!({"application/json": {"schema": {"type": "array", "items": item}}});
        let pages = json!({
            "description": "How many pages there are.",
            "required": true,
            "schema": {"type": "integer"},
        });
        operation.answer = json!({
            "description": "A page of the list.",
            "headers": {"Total-Pages": pages},
            "content": content,
        });
    }
}

impl Output for Refusal {
    fn describe(operation: &mut OperationDescription<'_>) {
        operation.refusal = operation.generator.subschema_for::<Message>().to_value();
    }
}

impl Output for AccessTokenAnswer {
    fn describe(operation: &mut OperationDescription<'_>) {
        Json::<Self>::describe(operation);
    }
}

impl Output for OAuthRefusal {
    fn describe(operation: &mut OperationDescription<'_>) {
        operation.refusal = operation.generator.subschema_for::<OAuthErrorAnswer>().to_value();
        operation.refuses(StatusCode::BAD_REQUEST, "An error of OAuth 2.");
        operation.refuses(StatusCode::UNAUTHORIZED, "The same, if a switch asks for it.");
        operation.refuses(StatusCode::PAYLOAD_TOO_LARGE, "The body is too long.");
    }
}
