//! The fields of a struct: one for each property, and for what authenticates.

use std::collections::BTreeSet;

use cyclr_oauth::api::{AuthType, Connector, OAuth2Type, Parameter};
use heck::{ToSnakeCase, ToUpperCamelCase};

/// A field, ready to be written.
pub(crate) struct Field {
    pub(crate) doc: String,
    /// What stands in `#[cyclr(…)]`, if anything.
    pub(crate) attribute: Option<String>,
    pub(crate) name: String,
    pub(crate) ty: String,
    /// The enum of its values, if they are listed.
    pub(crate) values: Option<Values>,
}

/// An enum that is to be declared.
pub(crate) struct Values {
    pub(crate) name: String,
    /// Each variant, and what it is sent as.
    pub(crate) variants: Vec<(String, String)>,
}

/// The fields of a connector's properties.
pub(crate) fn properties(
    struct_name: &str,
    connector: &Connector,
    auth_type: &AuthType,
) -> Vec<Field> {
    let mut taken = BTreeSet::new();
    let parameters = connector.parameters.iter();
    let mut properties: Vec<_> = parameters
        .filter(|parameter| parameter.is_account_connector_property)
        .filter(|parameter| !parameter.target_name.is_empty())
        .filter(|parameter| taken.insert(parameter.target_name.clone()))
        .cloned()
        .collect();
    // What the vendor requires comes first.
    properties.sort_by_key(|parameter| parameter.is_optional);
    let mut fields = Vec::new();
    if *auth_type == AuthType::OAuth2 {
        // Always allowed, whether the definition lists them or not.
        for (name, doc, ty) in [
            ("ClientId", "The id of an application of the account's own.", "Option<String>"),
            ("ClientSecret", "Its secret.", "Option<Secret>"),
        ] {
            if !taken.contains(name) {
                let (doc, name, ty) = (doc.to_owned(), name.to_snake_case(), ty.to_owned());
                fields.push(Field { doc, attribute: None, name, ty, values: None });
            }
        }
    }
    for parameter in &properties {
        let field = property(struct_name, parameter, &fields);
        fields.push(field);
    }
    fields
}

fn property(struct_name: &str, parameter: &Parameter, others: &[Field]) -> Field {
    let Parameter { target_name, values, .. } = parameter;
    let name = unique(identifier(&target_name.to_snake_case()), "_", |name| {
        others.iter().any(|other| other.name == name)
    });
    let attribute =
        (pascal_case(&name) != *target_name).then(|| format!("rename = {target_name:?}"));
    let (ty, values) = if parameter.is_sensitive {
        ("Secret".to_owned(), None)
    } else if is_bool(values) {
        ("bool".to_owned(), None)
    } else if values.is_empty() {
        ("String".to_owned(), None)
    } else {
        let name = format!("{struct_name}{}", target_name.to_upper_camel_case());
        (name.clone(), Some(Values { name, variants: variants(values) }))
    };
    let ty = if parameter.is_optional { format!("Option<{ty}>") } else { ty };
    Field { doc: doc(parameter), attribute, name, ty, values }
}

/// The field of what authenticates, if the partner can supply it.
pub(crate) fn auth_value(
    auth_type: &AuthType,
    oauth2_type: Option<&OAuth2Type>,
    others: &[Field],
) -> Option<Field> {
    let (name, doc, ty) = match (auth_type, oauth2_type) {
        (AuthType::ApiKey, _) => ("api_key", "The key: `AuthValue::api_key`.", "AuthValue"),
        (AuthType::Basic, _) => {
            ("credentials", "User name and password: `AuthValue::basic`.", "AuthValue")
        }
        (AuthType::OAuth2, Some(OAuth2Type::ClientCredentials)) => {
            ("auth_value", "`AuthValue::empty()`: Cyclr fetches the tokens itself.", "AuthValue")
        }
        (AuthType::OAuth2, _) => (
            "tokens",
            "Tokens, if there are any; without them, the user authenticates.",
            "Option<OAuthTokens>",
        ),
        _ => return None,
    };
    let name = unique(name.to_owned(), "_", |name| others.iter().any(|other| other.name == name));
    let (doc, ty) = (doc.to_owned(), ty.to_owned());
    Some(Field { doc, attribute: Some("auth_value".to_owned()), name, ty, values: None })
}

fn doc(parameter: &Parameter) -> String {
    let Parameter { name, target_name, .. } = parameter;
    if name.is_empty() || name == target_name {
        return format!("`{target_name}`");
    }
    format!("{}: `{target_name}`", one_line(name))
}

fn is_bool(values: &[String]) -> bool {
    let mut values: Vec<_> = values.iter().map(String::as_str).collect();
    values.sort_unstable();
    values == ["false", "true"]
}

fn variants(values: &[String]) -> Vec<(String, String)> {
    let mut variants: Vec<(String, String)> = Vec::new();
    for value in values {
        let name = match value.to_upper_camel_case() {
            name if name.is_empty() => "Empty".to_owned(),
            name if name.starts_with(|c: char| c.is_ascii_digit()) => format!("Value{name}"),
            name => identifier(&name),
        };
        if variants.iter().any(|(_, known)| known == value) {
            continue;
        }
        let name = unique(name, "", |name| variants.iter().any(|(known, _)| known == name));
        variants.push((name, value.clone()));
    }
    variants
}

/// A name that nothing else has.
fn unique(name: String, joint: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|number| format!("{name}{joint}{number}"));
    std::iter::once(name.clone()).chain(numbered).find(|name| !is_taken(name)).unwrap_or(name)
}

/// What Rust takes for a name.
fn identifier(text: &str) -> String {
    let text: String = text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    if text.is_empty() {
        return "value".to_owned();
    }
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("value_{text}");
    }
    match text.as_str() {
        // These can't be raw.
        "crate" | "self" | "super" | "Self" => format!("{text}_"),
        word if KEYWORDS.contains(&word) => format!("r#{text}"),
        _ => text,
    }
}

/// As the derive makes a property's name of a field's.
fn pascal_case(field: &str) -> String {
    let words = field.strip_prefix("r#").unwrap_or(field).split('_');
    words
        .map(|word| {
            let mut chars = word.chars();
            let first = chars.next().map(|c| c.to_ascii_uppercase());
            first.into_iter().chain(chars).collect::<String>()
        })
        .collect()
}

pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];
