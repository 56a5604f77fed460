//! OpenAPI 3.1 documents: what those of the API and of the control address have in common.

use http::Method;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// One operation of a document.
pub(crate) struct Described {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) operation: Value,
}

/// A document; `describe` puts the schemas of its operations into the generator.
pub(crate) fn document<I: IntoIterator<Item = Described>>(
    title: &str,
    description: &str,
    server: &str,
    describe: impl FnOnce(&mut SchemaGenerator) -> I,
) -> Value {
    let settings = SchemaSettings::draft2020_12().with(|it| {
        it.definitions_path = "/components/schemas".into();
        it.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    let mut paths = Map::new();
    for Described { method, path, operation } in describe(&mut generator) {
        let path = paths.entry(path).or_insert_with(|| json!({}));
        if let Value::Object(path) = path {
            path.insert(method.as_str().to_ascii_lowercase(), operation);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": env!("CARGO_PKG_VERSION"),
            "description": description,
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": server}],
        "paths": paths,
        "components": {"schemas": generator.take_definitions(true)},
    })
}
