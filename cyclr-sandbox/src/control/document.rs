//! The OpenAPI document of the control address.

use serde_json::Value;

use super::operation::Operation;
use super::operations::operations;
use crate::openapi::{self, Described};

/// The OpenAPI 3.1 document of the control address (feature `control`).
///
/// The control address serves it at `/openapi.json`.
///
/// ```
/// let document = cyclr_sandbox::openapi();
/// assert_eq!(document["openapi"], "3.1.0");
/// assert!(document["paths"]["/clock/advance"]["post"].is_object());
/// ```
#[must_use]
pub fn document() -> Value {
    let description = "Controls a cyclr-sandbox: its clock, faults, records, users and state. It is for \
        tests, on this machine, and refuses web pages.";
    openapi::document("cyclr-sandbox control", description, "http://127.0.0.1:4020", |generator| {
        let describe = |it: Operation| Described {
            operation: it.description(generator),
            method: it.method,
            path: it.path,
        };
        operations().into_iter().map(describe).collect::<Vec<_>>()
    })
}
