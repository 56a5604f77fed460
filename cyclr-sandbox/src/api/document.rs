//! The OpenAPI document of the API.

use serde_json::{Value, json};

use super::description::{BEARER, OperationDescription};
use super::route::Route;
use super::routes::routes;
use crate::openapi::{self, Described};

/// The OpenAPI 3.1 document of Cyclr's API as the sandbox serves it by default.
///
/// Needs the feature `control`. The control address has it at `/openapi/api.json`.
///
/// ```
/// let document = cyclr_sandbox::api_openapi();
/// assert_eq!(document["openapi"], "3.1.0");
/// assert!(document["paths"]["/v1.0/accounts/{account}/signintoken"]["post"].is_object());
/// ```
#[must_use]
pub fn document() -> Value {
    let description = "Cyclr's API as a cyclr-sandbox serves it, with the default switches and without faults. \
        It is what the sandbox does, not a document of Cyclr's.";
    let server = "http://127.0.0.1:4010";
    let mut document = openapi::document("cyclr-sandbox API", description, server, |generator| {
        let describe = |Route { method, path, id, summary, refusals, describe, .. }| {
            let mut operation = OperationDescription::new(path, id, summary, generator);
            describe(&mut operation);
            for (status, when) in refusals {
                operation.refuses(status, when);
            }
            Described { method, path, operation: operation.finish() }
        };
        routes().into_iter().map(describe).collect::<Vec<_>>()
    });
    let flow = json!({"clientCredentials": {"tokenUrl": "/oauth/token", "scopes": {}}});
    let schemes = json!({BEARER: {"type": "oauth2", "flows": flow}});
    if let Some(components) = document.get_mut("components").and_then(Value::as_object_mut) {
        components.insert("securitySchemes".to_owned(), schemes);
    }
    document
}
