//! The rules about the names of properties.

use quote::ToTokens;

use crate::ast::{Connector, Field, Way};
use crate::attr::Attrs;
use crate::ctxt::Ctxt;
use crate::schema::{Definition, Schema};
use crate::symbol::Word;
use crate::valid::near_miss::{NearMiss, near_miss, visible};

/// Each name is one that a connector can have, and no name is there twice.
pub(crate) fn names(
    connector: &Connector<'_>,
    way: &Way<'_>,
    schema: Option<&Schema>,
    ctxt: &Ctxt,
) {
    let mut seen = Seen::new(connector, schema);
    if way.variant.is_some() {
        // `shared` reports their mistakes; the variant's constants replace those of the same name.
        for (literal, _) in connector.attrs.constants() {
            let text = literal.value();
            if !way.attrs.constants().any(|(own, _)| own.value() == text) {
                let source = format!("`property(\"{text}\" = …)` on the enum");
                seen.names.push((text, source));
            }
        }
    }
    for field in way.fields.iter().filter(|field| field.role.is_none()) {
        if let Some(text) = &field.name {
            let wrong = if seen.defines(text) {
                None
            } else {
                wrong_field_name(connector, way, field, text)
            };
            seen.name(field.name_tokens(), text, field.label(), wrong, ctxt);
        }
    }
    let own = if way.variant.is_some() { &way.attrs } else { &connector.attrs };
    constants(&mut seen, own, ctxt);
}

/// Checks the constants that all variants of an enum share.
pub(crate) fn shared(connector: &Connector<'_>, schema: Option<&Schema>, ctxt: &Ctxt) {
    if !connector.ways.iter().any(|way| way.variant.is_none()) {
        constants(&mut Seen::new(connector, schema), &connector.attrs, ctxt);
    }
}

fn constants(seen: &mut Seen<'_>, attrs: &Attrs, ctxt: &Ctxt) {
    for (literal, _) in attrs.constants() {
        let text = literal.value();
        let source = format!("`property(\"{text}\" = …)`");
        let wrong = if seen.defines(&text) { None } else { wrong_constant_name(&text) };
        seen.name(literal, &text, source, wrong, ctxt);
    }
}

/// Names, each with what sends it.
struct Seen<'s> {
    names: Vec<(String, String)>,
    definition: Option<&'s Definition>,
    /// A file that only `AccountConnector` reads.
    unread: bool,
}

impl<'s> Seen<'s> {
    fn new(connector: &Connector<'_>, schema: Option<&'s Schema>) -> Self {
        let unread = schema.is_none() && connector.attrs.has(Word::Schema);
        Self { names: Vec::new(), definition: schema.and_then(Schema::definition), unread }
    }

    /// Whether the connector has the property: then its name is right, however odd it looks.
    fn defines(&self, name: &str) -> bool {
        self.unread || self.definition.is_some_and(|definition| definition.property(name).is_some())
    }

    fn name(
        &mut self,
        tokens: impl ToTokens,
        name: &str,
        source: String,
        wrong: Option<String>,
        ctxt: &Ctxt,
    ) {
        let taken = self.names.iter().find(|(other, _)| other == name).map(|(_, first)| {
            format!(
                "the property `{name}` is sent by {first} already; rename or remove one of the two"
            )
        });
        if let Some(sentence) = wrong.or(taken) {
            ctxt.error(tokens, sentence);
        }
        self.names.push((name.to_owned(), source));
    }
}

fn wrong_field_name(
    connector: &Connector<'_>,
    way: &Way<'_>,
    field: &Field<'_>,
    name: &str,
) -> Option<String> {
    if name.trim().is_empty() {
        return Some(format!(
            "this property has no name; write the connector's, such as `{}`",
            Word::Rename.usage()
        ));
    }
    if field.attrs.has(Word::Exact) {
        return None;
    }
    let near = near_miss(name)?;
    let fix = match near {
        NearMiss::AuthValue | NearMiss::LooksLike("AuthValue", _) => {
            "write `#[cyclr(auth_value)]`, or `#[cyclr(exact)]` if a property of that name is meant"
                .to_owned()
        }
        NearMiss::Of(read) | NearMiss::LooksLike(read, _) => {
            match sender(connector, way, field, read) {
                Some(sender) => format!(
                    "{sender} sends that already: remove one of the two, or add `exact` if the odd \
                     name is meant"
                ),
                None => {
                    format!("write `rename = \"{read}\"`, or add `exact` if the odd name is meant")
                }
            }
        }
        NearMiss::Invisible(_) => "remove it, or add `exact` if it is meant".to_owned(),
        NearMiss::Padded => "remove them, or add `exact` if they are meant".to_owned(),
    };
    Some(format!("{}; {fix}", what(&near, name)))
}

fn wrong_constant_name(name: &str) -> Option<String> {
    if name.trim().is_empty() {
        return Some(format!(
            "this property has no name; write the connector's, such as `{}`",
            Word::Property.usage()
        ));
    }
    let near = near_miss(name)?;
    let fix = match near {
        NearMiss::AuthValue | NearMiss::LooksLike("AuthValue", _) => {
            "hold it in a field with `#[cyclr(auth_value)]`".to_owned()
        }
        NearMiss::Of(read) | NearMiss::LooksLike(read, _) => format!("write `{read}`"),
        NearMiss::Invisible(_) => "remove it".to_owned(),
        NearMiss::Padded => "remove them".to_owned(),
    };
    Some(format!("{}; {fix}", what(&near, name)))
}

/// What is wrong about a name.
fn what(near: &NearMiss, name: &str) -> String {
    match near {
        NearMiss::AuthValue => {
            format!("`{name}` isn't a property but how the connector authenticates")
        }
        NearMiss::Of(read) => format!("`{name}` is not `{read}`, the exact name that Cyclr reads"),
        NearMiss::LooksLike(read, char) => {
            let code = u32::from(*char);
            format!("`{name}` only looks like `{read}`: it has `{char}` (U+{code:04X}) in it")
        }
        NearMiss::Invisible(char) => {
            let (name, code) = (visible(name), u32::from(*char));
            format!("`{name}` has an invisible character in it, U+{code:04X}")
        }
        NearMiss::Padded => format!("there are spaces around `{name}`"),
    }
}

/// What else of the way sends a property of this name.
fn sender(
    connector: &Connector<'_>,
    way: &Way<'_>,
    field: &Field<'_>,
    name: &str,
) -> Option<String> {
    let mut others =
        way.fields.iter().filter(|other| other.role.is_none() && !std::ptr::eq(*other, field));
    let other = others.find(|other| other.name.as_deref() == Some(name)).map(Field::label);
    let constant = || connector.constants(way).any(|(other, _)| other.value() == name);
    other.or_else(|| constant().then(|| format!("`property(\"{name}\" = …)`")))
}
