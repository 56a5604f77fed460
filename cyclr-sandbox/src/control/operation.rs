//! [`Operation`]: one route, with its types.

use std::pin::Pin;
use std::sync::Arc;

use http::{Method, StatusCode};
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::input::{Given, Input};
use super::problem::{Problem, ProblemBody};
use super::state::ControlState;

pub(super) struct Operation {
    pub(super) method: Method,
    /// `{id}` stands for a number.
    pub(super) path: &'static str,
    id: &'static str,
    summary: &'static str,
    /// Statuses in addition to those of every operation.
    refusals: Vec<(StatusCode, &'static str)>,
    describe: fn(&mut Map<String, Value>, &mut SchemaGenerator),
    pub(super) run: Arc<Run>,
}

type Run = dyn Fn(Arc<ControlState>, &Given) -> Result<Running, Problem> + Send + Sync;
/// The answer, as JSON; `null` is none.
type Running = Pin<Box<dyn Future<Output = Result<Value, Problem>> + Send>>;

impl Operation {
    pub(super) fn new<I, O, F>(
        method: Method,
        path: &'static str,
        id: &'static str,
        summary: &'static str,
        run: fn(Arc<ControlState>, I) -> F,
    ) -> Self
    where
        I: Input,
        O: Serialize + JsonSchema,
        F: Future<Output = Result<O, Problem>> + Send + 'static,
    {
        #[expect(clippy::expect_used, reason = "the answers are texts, numbers and lists")]
        let run = move |state, given: &Given| {
            let work = run(state, I::read(given)?);
            let work = async move {
                Ok(serde_json::to_value(work.await?).expect("a value that JSON can hold"))
            };
            Ok(Box::pin(work) as Running)
        };
        let describe = describe::<I, O>;
        Self { method, path, id, summary, refusals: Vec::new(), describe, run: Arc::new(run) }
    }

    pub(super) fn refuses(mut self, status: StatusCode, when: &'static str) -> Self {
        self.refusals.push((status, when));
        self
    }

    /// As the document has it.
    pub(super) fn description(&self, generator: &mut SchemaGenerator) -> Value {
        let mut operation = Map::new();
        operation.insert("operationId".to_owned(), self.id.into());
        operation.insert("summary".to_owned(), self.summary.into());
        (self.describe)(&mut operation, generator);
        let problem = generator.subschema_for::<ProblemBody>();
        let content = json!({"application/json": {"schema": problem}});
        let always = [
            (StatusCode::BAD_REQUEST, "Something in the request is wrong; the message says what."),
            (StatusCode::FORBIDDEN, "The request comes from a web page."),
        ];
        let with_body = [
            (StatusCode::PAYLOAD_TOO_LARGE, "The body is longer than the sandbox's limit."),
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, "The body is not `application/json`."),
        ];
        let with_body = with_body.into_iter().filter(|_| operation.contains_key("requestBody"));
        let refusals: Vec<_> =
            always.into_iter().chain(with_body).chain(self.refusals.clone()).collect();
        if let Some(Value::Object(responses)) = operation.get_mut("responses") {
            for (status, when) in refusals {
                let response = json!({"description": when, "content": content});
                responses.insert(status.as_str().to_owned(), response);
            }
        }
        Value::Object(operation)
    }
}

fn describe<I: Input, O: JsonSchema>(
    operation: &mut Map<String, Value>,
    generator: &mut SchemaGenerator,
) {
    I::describe(operation, generator);
    let success = if O::schema_name() == "null" {
        json!({"204": {"description": "Done."}})
    } else {
        let schema = generator.subschema_for::<O>();
        json!({"200": {"description": "Done.", "content": {"application/json": {"schema": schema}}}})
    };
    operation.insert("responses".to_owned(), success);
}
