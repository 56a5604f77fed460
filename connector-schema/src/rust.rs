//! The Rust for a definition.

use std::fmt::Write;

use cyclr_oauth::api::{AuthType, Authentication, Connector, OAuth2Type};
use heck::ToUpperCamelCase;

use crate::Definition;
use crate::field::{Field, auth_value, one_line, properties};

/// Writes the struct for a connector, and the enums of its values; of a connector that can
/// authenticate in several ways, an enum with a variant for each.
///
/// `schema` is the path of the definition's file, for the derive to check the struct against.
#[must_use]
pub fn rust_struct(definition: &Definition, schema: Option<&str>) -> String {
    let connector = definition.connector();
    let name = type_name(connector);
    let mut enums = Vec::new();
    let mut identity = format!("name = {:?}", connector.name);
    if let Some(version) = &connector.version {
        let _ = write!(identity, ", version = {version:?}");
    }
    if let Some(schema) = schema {
        let _ = write!(identity, ", schema = {schema:?}");
    }
    let doc = match &connector.description {
        Some(description) if !description.trim().is_empty() => one_line(description),
        _ => one_line(&connector.name),
    };

    let mut rust = match connector.authentication.as_slice() {
        [] | [_] => {
            let only = connector.authentication.first();
            let (auth_type, oauth2_type) = match only {
                Some(one) => (&one.auth_type, one.oauth2_type.as_ref()),
                None => (&connector.auth_type, connector.oauth2_type.as_ref()),
            };
            if let Some(Authentication { id, .. }) = only.filter(|one| !one.id.is_empty()) {
                let _ = write!(identity, ", authentication_id = {id:?}");
            }
            let fields = fields(&name, connector, auth_type, oauth2_type);
            let rust = item(&doc, &identity, "struct", &name, &members(&fields, "    ", "pub "));
            enums.extend(fields.into_iter().filter_map(|field| field.values));
            rust
        }
        ways => {
            let mut variants = String::new();
            for way in ways {
                let fields = fields(&name, connector, &way.auth_type, way.oauth2_type.as_ref());
                variant(&mut variants, way, &fields);
                if enums.is_empty() {
                    enums.extend(fields.into_iter().filter_map(|field| field.values));
                }
            }
            item(&doc, &identity, "enum", &name, &variants)
        }
    };
    for values in &enums {
        let mut variants = String::new();
        for (variant, text) in &values.variants {
            let doc = one_line(text);
            let _ = writeln!(
                variants,
                "    /// `{doc}`\n    #[cyclr(rename = {text:?})]\n    {variant},"
            );
        }
        let name = &values.name;
        let _ = write!(
            rust,
            "\n/// The values of a property of [`{}`].\n#[derive(Clone, Copy, Debug, PropertyValue)]\npub enum {name} {{\n{variants}}}\n",
            type_name(connector),
        );
    }
    rust
}

/// What the connector has to be told, and what authenticates it.
fn fields(
    name: &str,
    connector: &Connector,
    auth_type: &AuthType,
    oauth2_type: Option<&OAuth2Type>,
) -> Vec<Field> {
    let mut fields = properties(name, connector, auth_type);
    fields.extend(auth_value(auth_type, oauth2_type, &fields));
    fields
}

fn item(doc: &str, identity: &str, kind: &str, name: &str, body: &str) -> String {
    // Which of several ways an answer shows can't be told.
    let derives = match kind {
        "struct" => "AccountConnector, FromAccountConnector",
        _ => "AccountConnector",
    };
    format!(
        "/// {doc}\n#[derive({derives}, Debug)]\n#[cyclr({identity})]\npub {kind} {name} {{\n{body}}}\n"
    )
}

fn members(fields: &[Field], indent: &str, visibility: &str) -> String {
    let mut members = String::new();
    for Field { doc, attribute, name, ty, .. } in fields {
        let _ = writeln!(members, "{indent}/// {doc}");
        if let Some(attribute) = attribute {
            let _ = writeln!(members, "{indent}#[cyclr({attribute})]");
        }
        let _ = writeln!(members, "{indent}{visibility}{name}: {ty},");
    }
    members
}

/// One way to authenticate.
fn variant(variants: &mut String, way: &Authentication, fields: &[Field]) {
    let label = way.auth_name.as_deref().unwrap_or_else(|| way.auth_type.as_str());
    let name = match label.to_upper_camel_case() {
        name if name.starts_with(|c: char| c.is_ascii_alphabetic()) => name,
        name => format!("Way{name}"),
    };
    let _ = write!(
        variants,
        "    /// {}\n    #[cyclr(authentication_id = {:?})]\n    {name} {{\n{}    }},\n",
        one_line(label),
        way.id,
        members(fields, "        ", ""),
    );
}

/// What the connector's struct is called.
fn type_name(connector: &Connector) -> String {
    let name = connector.name.to_upper_camel_case();
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name
    } else {
        format!("Connector{name}")
    }
}
