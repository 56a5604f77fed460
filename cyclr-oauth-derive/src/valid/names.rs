//! The rules about names.

use quote::ToTokens;

use crate::ast::{Connector, Field};
use crate::ctxt::Ctxt;
use crate::suggest::fold;
use crate::symbol::Word;

/// Every name is one that a connector can have, and stands once.
pub(super) fn names(connector: &Connector<'_>, ctxt: &Ctxt) {
    let mut seen: Vec<(String, String)> = Vec::new();
    let mut name = |tokens: &dyn ToTokens, name: &str, source: String, wrong: Option<String>| {
        let taken = seen.iter().find(|(other, _)| other == name).map(|(_, first)| {
            format!(
                "the property `{name}` is sent by {first} already; rename or remove one of the two"
            )
        });
        if let Some(sentence) = wrong.or(taken) {
            ctxt.error(tokens, sentence);
        }
        seen.push((name.to_owned(), source));
    };
    for field in connector.fields.iter().filter(|field| field.role.is_none()) {
        if let Some(text) = &field.name {
            name(
                field.name_tokens(),
                text,
                format!("the field `{}`", field.ident),
                wrong_field_name(field, text),
            );
        }
    }
    for (literal, _) in connector.constants() {
        let text = literal.value();
        let source = format!("`property(\"{text}\" = …)`");
        name(literal, &text, source, wrong_constant_name(&text));
    }
}

fn wrong_field_name(field: &Field<'_>, name: &str) -> Option<String> {
    if name.trim().is_empty() {
        return Some(format!(
            "this property has no name; write the connector's, such as `{}`",
            Word::Rename.usage()
        ));
    }
    if field.attrs.has(Word::Exact) {
        return None;
    }
    Some(match near_miss(name)? {
        NearMiss::AuthValue => format!(
            "`{name}` is no property but how the connector authenticates; write \
             `#[cyclr(auth_value)]`, or `#[cyclr(exact)]` if a property of that name is meant"
        ),
        NearMiss::Of(exact) => format!(
            "`{name}` is not `{exact}`, the exact name that Cyclr reads; write \
             `rename = \"{exact}\"`, or add `exact` if the odd name is meant"
        ),
        NearMiss::Padded => format!(
            "there are spaces around `{name}`; remove them, or add `exact` if they are meant"
        ),
    })
}

fn wrong_constant_name(name: &str) -> Option<String> {
    if name.trim().is_empty() {
        return Some(format!(
            "this property has no name; write the connector's, such as `{}`",
            Word::Property.usage()
        ));
    }
    Some(match near_miss(name)? {
        NearMiss::AuthValue => format!(
            "`{name}` is no property but how the connector authenticates; hold it in a field with \
             `#[cyclr(auth_value)]`"
        ),
        NearMiss::Of(exact) => {
            format!("`{name}` is not `{exact}`, the exact name that Cyclr reads; write `{exact}`")
        }
        NearMiss::Padded => format!("there are spaces around `{name}`; remove them"),
    })
}

/// A name that Cyclr itself knows, and that another one resembles.
pub(super) enum NearMiss {
    AuthValue,
    Of(&'static str),
    /// With spaces around it, of any name.
    Padded,
}

pub(super) fn near_miss(name: &str) -> Option<NearMiss> {
    match fold(name).as_str() {
        "authvalue" => Some(NearMiss::AuthValue),
        "clientid" if name != "ClientId" => Some(NearMiss::Of("ClientId")),
        "clientsecret" if name != "ClientSecret" => Some(NearMiss::Of("ClientSecret")),
        _ => (name.trim() != name).then_some(NearMiss::Padded),
    }
}
