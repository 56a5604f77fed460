//! [`Definition`]: a connector's definition, as Cyclr answers it.

use cyclr_oauth::api::Connector;
use serde::Serialize;
use serde_json::{Value, json};

use crate::switches::Switches;

#[derive(Serialize)]
#[serde(transparent)]
pub(super) struct Definition(Value);

impl Definition {
    #[expect(clippy::expect_used, reason = "it holds texts, numbers and lists only")]
    pub(super) fn new(connector: &Connector, switches: &Switches) -> Self {
        let mut value = serde_json::to_value(connector).expect("a definition is JSON");
        let as_text = connector.version.is_none() && switches.missing_version_as_text;
        if let Some(members) = value.as_object_mut().filter(|_| as_text) {
            members.insert("Version".to_owned(), json!("null"));
        }
        Self(value)
    }
}

/// The library, whose type it is, has no schemas. A test compares this with what is answered.
#[cfg(feature = "control")]
impl schemars::JsonSchema for Definition {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Connector".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let text = || schemars::json_schema!({"type": ["string", "null"]});
        let parameter = schemars::json_schema!({
            "type": "object",
            "properties": {
                "Id": {"type": ["integer", "null"]},
                "Name": {"type": "string"},
                "TargetName": {"type": "string"},
                "TargetType": text(),
                "IsAccountConnectorProperty": {"type": "boolean"},
                "IsOptional": {"type": "boolean"},
                "IsSensitive": {"type": "boolean"},
                "DataType": text(),
                "Values": {"type": "array", "items": {"type": "string"}},
            },
            "required": [
                "Id", "Name", "TargetName", "TargetType", "IsAccountConnectorProperty", "IsOptional",
                "IsSensitive", "DataType", "Values",
            ],
            "additionalProperties": false,
        });
        let authentication = schemars::json_schema!({
            "type": "object",
            "properties": {
                "Id": {"type": "string"},
                "AuthName": text(),
                "AuthType": text(),
                "OAuth2Type": text(),
            },
            "required": ["Id", "AuthName", "AuthType", "OAuth2Type"],
            "additionalProperties": false,
        });
        schemars::json_schema!({
            "type": "object",
            "properties": {
                "Id": {"type": "integer"},
                "Name": {"type": "string"},
                "Description": text(),
                "Status": text(),
                "Version": text(),
                "Icon": text(),
                "AuthDescription": text(),
                "AuthType": text(),
                "OAuth2Type": text(),
                "AuthScheme": text(),
                "Parameters": {"type": "array", "items": parameter},
                "Authentication": {"type": "array", "items": authentication},
            },
            "required": [
                "Id", "Name", "Description", "Status", "Version", "Icon", "AuthDescription", "AuthType",
                "OAuth2Type", "AuthScheme", "Parameters", "Authentication",
            ],
            "additionalProperties": false,
        })
    }
}
