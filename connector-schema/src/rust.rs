//! The Rust for a definition.

use std::fmt::Write;

use cyclr_oauth::api::{Authentication, Connector};

use crate::Definition;
use crate::field::{Field, Values, fields, properties};
use crate::names::{Names, code, one_line, type_name, upper};

/// Writes the struct for a connector, and the enums of its values.
///
/// A connector that can authenticate in several ways becomes an enum with a variant for each.
///
/// `schema` is the path of the definition's file, for the derive to check the struct against. Without it, the
/// derive rejects names such as `clientId` as likely mistakes. A
/// connector to which there is nothing to send has no struct, nor has one with thousands of fields: a
/// comment says why.
#[must_use]
pub fn rust_struct(definition: &Definition, schema: Option<&str>) -> String {
    item(definition, schema, &mut Names::of_types())
}

/// Writes a Rust file with the structs for several connectors.
///
/// Each comes with the path of its definition's file. The Rust file begins with the `use` of the types that they need. No two types have the same name.
#[must_use]
pub fn rust_file(definitions: &[(&Definition, Option<&str>)]) -> String {
    let mut types = Names::of_types();
    let items =
        definitions.iter().map(|(definition, schema)| item(definition, *schema, &mut types));
    let items = items.collect::<Vec<_>>().join("\n");
    let used: Vec<_> = USABLE.iter().copied().filter(|name| uses(&items, name)).collect();
    if used.is_empty() {
        return items;
    }
    format!("use cyclr_oauth::{{{}}};\n\n{items}", used.join(", "))
}

/// Each way to authenticate has all properties, so that a file of some MiB would become one of TiB.
const MOST_FIELDS: usize = 10_000;

const USABLE: &[&str] = &[
    "AccountConnector",
    "AuthValue",
    "FromAccountConnector",
    "OAuthTokens",
    "PropertyValue",
    "Secret",
];

/// Whether a derive or the type of a field has this name.
fn uses(items: &str, name: &str) -> bool {
    let mut lines = items.lines().map(str::trim_start).filter(|line| !line.starts_with("//"));
    lines.any(|line| {
        let types = line.strip_prefix("#[derive").or_else(|| {
            let (field, ty) = line.split_once(": ")?;
            (!field.starts_with('#')).then_some(ty)
        });
        let mut words = types.unwrap_or_default().split(|c: char| !c.is_alphanumeric());
        words.any(|word| word == name)
    })
}

fn item(definition: &Definition, schema: Option<&str>, types: &mut Names) -> String {
    let connector = definition.connector();
    let Connector { id, version, authentication, .. } = connector;
    let name = types.unique(type_name(&connector.name, "Connector"), "");
    let properties = properties(&name, connector, types);
    let ways = authentication.len().max(1);
    if ways * properties.len() > MOST_FIELDS {
        let count = properties.len();
        let why =
            format!("{count} properties for {ways} ways to authenticate are too many to write out");
        return without(connector, &why);
    }
    let mut identity = Vec::new();
    let mut say = |word: &str, text: Option<&str>| {
        let said = text.filter(|text| !text.trim().is_empty());
        identity.extend(said.map(|text| format!("{word} = {text:?}")));
    };
    say("name", Some(&connector.name));
    say("version", version.as_deref());
    say("schema", schema);

    let (kind, derives, body) = if let [_, _, ..] = authentication.as_slice() {
        let mut variants = (String::new(), Names::default());
        for way in authentication {
            let fields = fields(&properties, connector.auth_type_of(Some(way)));
            variant(&mut variants, way, &fields);
        }
        // A response doesn't say which of several ways it shows.
        ("enum", "AccountConnector", variants.0)
    } else {
        let only = authentication.first();
        say("authentication_id", only.map(|way| &*way.id));
        let fields = fields(&properties, connector.auth_type_of(only));
        ("struct", "AccountConnector, FromAccountConnector", members(&fields, "    ", "pub "))
    };
    if body.is_empty() {
        return without(
            connector,
            "it takes no properties and no `AuthValue`, so there is nothing to send",
        );
    }
    let doc = connector.description.iter().chain([&connector.name]).map(|text| one_line(text));
    let doc = doc.into_iter().find(|doc| !doc.is_empty());
    let doc = doc.unwrap_or_else(|| format!("The connector {id}"));
    let identity = match identity.join(", ") {
        none if none.is_empty() => none,
        some => format!("#[cyclr({some})]\n"),
    };
    let mut rust = format!(
        "/// {doc}\n#[derive({derives}, Debug)]\n{identity}pub {kind} {name} {{\n{body}}}\n"
    );
    for Values { name: values, variants } in properties.iter().filter_map(|one| one.values.as_ref())
    {
        let _ = write!(
            rust,
            "\n/// The values of a property of [`{name}`].\n#[derive(Clone, Copy, Debug, PropertyValue)]\npub enum {values} {{\n"
        );
        for (variant, text) in variants {
            let doc = code(text);
            let _ =
                writeln!(rust, "    /// {doc}\n    #[cyclr(rename = {text:?})]\n    {variant},");
        }
        rust += "}\n";
    }
    rust
}

/// The comment in place of a struct.
fn without(connector: &Connector, why: &str) -> String {
    let Connector { id, name, .. } = connector;
    format!("// There is no struct for {} ({id}): {why}.\n", code(name))
}

fn members(fields: &[Field], indent: &str, visibility: &str) -> String {
    let mut members = String::new();
    for Field { doc, attribute, name, ty } in fields {
        let _ = writeln!(members, "{indent}/// {doc}");
        if let Some(attribute) = attribute {
            let _ = writeln!(members, "{indent}#[cyclr({attribute})]");
        }
        let _ = writeln!(members, "{indent}{visibility}{name}: {ty},");
    }
    members
}

/// One way to authenticate, unless there is nothing to send for it.
fn variant((variants, names): &mut (String, Names), way: &Authentication, fields: &[Field]) {
    if fields.is_empty() {
        return;
    }
    let label = way.auth_name.as_deref().filter(|label| !one_line(label).is_empty());
    let label = label.unwrap_or_else(|| way.auth_type.as_str());
    let name = names.unique(upper(label, "Way"), "");
    let doc = match one_line(label) {
        none if none.is_empty() => name.clone(),
        doc => doc,
    };
    let _ = writeln!(variants, "    /// {doc}");
    if !way.id.trim().is_empty() {
        let _ = writeln!(variants, "    #[cyclr(authentication_id = {:?})]", way.id);
    }
    let _ = writeln!(variants, "    {name} {{\n{}    }},", members(fields, "        ", ""));
}
