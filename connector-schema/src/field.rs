//! The fields of a struct: one for each property, and for what authenticates.

use std::collections::HashSet;

use cyclr_oauth::api::{AuthType, Connector, OAuth2Type, Parameter};
use heck::ToUpperCamelCase;

use crate::names::{Names, code, lower, one_line, pascal_case, raw, upper};

/// A field, ready to be written.
pub(crate) struct Field {
    pub(crate) doc: String,
    /// The content of `#[cyclr(…)]`, if there is any.
    pub(crate) attribute: Option<String>,
    pub(crate) name: String,
    pub(crate) ty: String,
}

/// A property and its type, the same for each way to authenticate.
pub(crate) struct Property<'a> {
    parameter: &'a Parameter,
    ty: String,
    /// The enum of its values, if they are listed.
    pub(crate) values: Option<Values>,
}

/// An enum to declare.
pub(crate) struct Values {
    pub(crate) name: String,
    /// Each variant, and what it is sent as.
    pub(crate) variants: Vec<(String, String)>,
}

/// The connector's properties, each once.
pub(crate) fn properties<'a>(
    struct_name: &str,
    connector: &'a Connector,
    types: &mut Names,
) -> Vec<Property<'a>> {
    let mut taken = HashSet::new();
    let mut properties: Vec<_> = connector
        .parameters
        .iter()
        .filter(|parameter| parameter.is_account_connector_property)
        .filter(|parameter| !parameter.target_name.trim().is_empty())
        .filter(|parameter| taken.insert(&parameter.target_name))
        .collect();
    // What the vendor requires comes first.
    properties.sort_by_key(|parameter| parameter.is_optional);
    properties.into_iter().map(|parameter| property(struct_name, parameter, types)).collect()
}

fn property<'a>(struct_name: &str, parameter: &'a Parameter, types: &mut Names) -> Property<'a> {
    let Parameter { target_name, values, .. } = parameter;
    // The derive wants `ClientSecret` to be one, whatever the definition says.
    let (ty, values) = if parameter.is_sensitive || target_name == "ClientSecret" {
        ("Secret".to_owned(), None)
    } else if is_bool(values) {
        ("bool".to_owned(), None)
    } else if values.is_empty() {
        ("String".to_owned(), None)
    } else {
        let name = format!("{struct_name}{}", upper(target_name, "Value"));
        let name = types.unique(name, "");
        (name.clone(), Some(Values { name, variants: variants(values) }))
    };
    let ty = if parameter.is_optional { format!("Option<{ty}>") } else { ty };
    Property { parameter, ty, values }
}

/// The fields for one way to authenticate.
pub(crate) fn fields(
    properties: &[Property<'_>],
    (auth_type, oauth2_type): (&AuthType, Option<&OAuth2Type>),
) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut names = Names::default();
    if *auth_type == AuthType::OAuth2 {
        // Always allowed, whether the definition lists them or not.
        for (property, name, doc, ty) in [
            ("ClientId", "client_id", "The id of an application of the account's own.", "String"),
            ("ClientSecret", "client_secret", "Its secret.", "Secret"),
        ] {
            if properties.iter().all(|other| other.parameter.target_name != property) {
                let (name, ty) = (names.unique(name.to_owned(), "_"), format!("Option<{ty}>"));
                fields.push(Field { doc: doc.to_owned(), attribute: None, name, ty });
            }
        }
    }
    for Property { parameter, ty, .. } in properties {
        let target_name = &parameter.target_name;
        let name = names.unique(lower(target_name), "_");
        let attribute =
            (pascal_case(&name) != *target_name).then(|| format!("rename = {target_name:?}"));
        fields.push(Field { doc: doc(parameter), attribute, name: raw(&name), ty: ty.clone() });
    }
    fields.extend(auth_value(auth_type, oauth2_type, &mut names));
    fields
}

/// The field of what authenticates, if the partner can supply it.
fn auth_value(
    auth_type: &AuthType,
    oauth2_type: Option<&OAuth2Type>,
    names: &mut Names,
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
    let (name, attribute) = (names.unique(name.to_owned(), "_"), Some("auth_value".to_owned()));
    Some(Field { doc: doc.to_owned(), attribute, name, ty: ty.to_owned() })
}

fn doc(parameter: &Parameter) -> String {
    let Parameter { name, target_name, .. } = parameter;
    let label = one_line(name);
    if label.is_empty() || name == target_name {
        return code(target_name);
    }
    format!("{label}: {}", code(target_name))
}

fn is_bool(values: &[String]) -> bool {
    let mut values: Vec<_> = values.iter().map(String::as_str).collect();
    values.sort_unstable();
    values == ["false", "true"]
}

fn variants(values: &[String]) -> Vec<(String, String)> {
    let (mut known, mut names) = (HashSet::new(), Names::default());
    let values = values.iter().filter(|value| known.insert(*value));
    values
        .map(|value| {
            let name = if value.to_upper_camel_case().is_empty() {
                "Empty".to_owned()
            } else {
                upper(value, "Value")
            };
            (names.unique(name, ""), value.clone())
        })
        .collect()
}
