//! [`Input`]: what an operation reads of a request, and how the document describes it.

use std::collections::HashMap;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use schemars::{JsonSchema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use url::form_urlencoded;

use super::problem::Problem;

/// A request, its body read.
pub(super) struct Given {
    /// By the names in the operation's path.
    pub(super) path: HashMap<String, String>,
    pub(super) query: Option<String>,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

pub(super) trait Input: Sized + Send + 'static {
    fn read(given: &Given) -> Result<Self, Problem>;

    /// Adds members to the operation.
    fn describe(operation: &mut Map<String, Value>, generator: &mut SchemaGenerator);
}

/// Nothing is read; a body is an error, since it would have no effect.
impl Input for () {
    fn read(given: &Given) -> Result<Self, Problem> {
        without_query(given)?;
        without_body(given)
    }

    fn describe(_: &mut Map<String, Value>, _: &mut SchemaGenerator) {}
}

/// The number in the path.
pub(super) struct Id(pub(super) u64);

impl Input for Id {
    fn read(given: &Given) -> Result<Self, Problem> {
        without_query(given)?;
        without_body(given)?;
        let id = given.path.get("id").and_then(|it| it.parse().ok());
        id.map(Self).ok_or_else(|| Problem::field("id", "write a whole number"))
    }

    fn describe(operation: &mut Map<String, Value>, _: &mut SchemaGenerator) {
        let id = json!({
            "name": "id",
            "in": "path",
            "required": true,
            "schema": {"type": "integer", "minimum": 0, "maximum": u64::MAX},
        });
        operation.insert("parameters".to_owned(), json!([id]));
    }
}

/// The members of a JSON object.
pub(super) struct Body<T>(pub(super) T);

impl<T: DeserializeOwned + JsonSchema + Send + 'static> Input for Body<T> {
    fn read(given: &Given) -> Result<Self, Problem> {
        without_query(given)?;
        let content_type = given.headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
        let essence = content_type.and_then(|it| it.split(';').next()).unwrap_or_default();
        if !essence.trim().eq_ignore_ascii_case("application/json") {
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "the body must be JSON: send `Content-Type: application/json`",
            ));
        }
        let mut json = serde_json::Deserializer::from_slice(&given.body);
        let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
            let (path, error) = (error.path().to_string(), error.inner().to_string());
            field_problem(&path, error)
        })?;
        json.end().map_err(|error| Problem::new(StatusCode::BAD_REQUEST, error.to_string()))?;
        Ok(Self(value))
    }

    fn describe(operation: &mut Map<String, Value>, generator: &mut SchemaGenerator) {
        let schema = generator.subschema_for::<T>();
        let body = json!({"required": true, "content": {"application/json": {"schema": schema}}});
        operation.insert("requestBody".to_owned(), body);
    }
}

/// The parameters of a query, each of them a text.
pub(super) struct Query<T>(pub(super) T);

impl<T: DeserializeOwned + JsonSchema + Send + 'static> Input for Query<T> {
    fn read(given: &Given) -> Result<Self, Problem> {
        without_body(given)?;
        let pairs = form_urlencoded::parse(given.query.as_deref().unwrap_or("").as_bytes());
        let mut parameters = Map::new();
        for (name, value) in pairs {
            if parameters.insert(name.to_string(), value.into()).is_some() {
                return Err(Problem::field(name, "give it once"));
            }
        }
        serde_path_to_error::deserialize(Value::Object(parameters))
            .map(Self)
            .map_err(|error| field_problem(&error.path().to_string(), error.inner().to_string()))
    }

    fn describe(operation: &mut Map<String, Value>, _: &mut SchemaGenerator) {
        let schema = schemars::schema_for!(T);
        let properties = schema.get("properties").and_then(Value::as_object);
        let parameter = |(name, schema): (&String, &Value)| {
            let description = schema.get("description");
            // A query can't say `null`: what is absent is absent.
            let schema = json!({"type": "string"});
            json!({"name": name, "in": "query", "description": description, "schema": schema})
        };
        let parameters = properties.into_iter().flatten().map(parameter).collect();
        operation.insert("parameters".to_owned(), parameters);
    }
}

fn without_body(given: &Given) -> Result<(), Problem> {
    if given.body.is_empty() {
        return Ok(());
    }
    Err(Problem::new(StatusCode::BAD_REQUEST, "this operation takes no body"))
}

fn without_query(given: &Given) -> Result<(), Problem> {
    match given.query.as_deref() {
        None | Some("") => Ok(()),
        Some(_) => Err(Problem::new(StatusCode::BAD_REQUEST, "this operation takes no query")),
    }
}

/// serde names an unknown or missing member in its message, and its parent in the path.
fn field_problem(path: &str, error: String) -> Problem {
    let named = ["unknown field `", "missing field `"].iter();
    let mut named = named.filter_map(|it| error.strip_prefix(it)?.split('`').next());
    let field = match (path, named.next()) {
        (".", None) => return Problem::new(StatusCode::BAD_REQUEST, error),
        (".", Some(name)) => name.to_owned(),
        (path, Some(name)) if path.rsplit('.').next() == Some(name) => path.to_owned(),
        (path, Some(name)) => format!("{path}.{name}"),
        (path, None) => path.to_owned(),
    };
    Problem::field(field, error)
}
