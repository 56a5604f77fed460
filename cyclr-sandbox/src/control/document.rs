//! The OpenAPI document of the control address.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::operations::operations;

/// The OpenAPI 3.1 document of the control address (feature `control`), which it also serves at
/// `/openapi.json`.
///
/// ```
/// let document = cyclr_sandbox::openapi();
/// assert_eq!(document["openapi"], "3.1.0");
/// assert!(document["paths"]["/clock/advance"]["post"].is_object());
/// ```
#[must_use]
pub fn document() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|it| {
        it.definitions_path = "/components/schemas".into();
        it.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    let mut paths = Map::new();
    for operation in operations() {
        let description = operation.description(&mut generator);
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        if let Value::Object(path) = path {
            path.insert(operation.method.as_str().to_ascii_lowercase(), description);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "cyclr-sandbox control",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Controls a cyclr-sandbox: its clock, faults, records, users and state. It is for \
                tests, on this machine, and refuses web pages.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "http://127.0.0.1:4020"}],
        "paths": paths,
        "components": {"schemas": generator.take_definitions(true)},
    })
}
