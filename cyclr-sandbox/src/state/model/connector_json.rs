//! A connector's definition, as Cyclr answers it.

use cyclr_oauth::api::Connector;
use serde_json::{Value, json};

use crate::switches::Switches;

#[expect(clippy::expect_used, reason = "it holds texts, numbers and lists only")]
pub(crate) fn connector_json(connector: &Connector, switches: &Switches) -> Value {
    let mut value = serde_json::to_value(connector).expect("a definition is JSON");
    let as_text = connector.version.is_none() && switches.missing_version_as_text;
    if let Some(members) = value.as_object_mut().filter(|_| as_text) {
        members.insert("Version".to_owned(), json!("null"));
    }
    value
}
