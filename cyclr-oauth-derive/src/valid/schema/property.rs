//! One property against the definition.

use quote::ToTokens;

use super::{ALWAYS, Allowed, ty};
use crate::ast::Field;
use crate::attr::{Attrs, Entry};
use crate::ctxt::Ctxt;
use crate::schema::{Definition, Parameter};
use crate::suggest;
use crate::symbol::Word;
use crate::valid::names::near_miss;

/// More than can be read in a sentence.
const SHOWN: usize = 12;

pub(super) fn field(
    field: &Field<'_>,
    definition: &Definition,
    allowed: &Allowed<'_>,
    ctxt: &Ctxt,
) {
    let (None, Some(name)) = (field.role, &field.name) else { return };
    if near_miss(name).is_some() && !field.attrs.has(Word::Exact) {
        return; // Said already.
    }
    let Some(parameter) = definition.property(name) else {
        unknown(name, field.name_tokens(), Some(field), definition, allowed, ctxt);
        return;
    };
    let ty = &field.original.ty;
    let connector = &definition.name;
    if !parameter.is_optional {
        if ty::is_option(ty) && !field.attrs.has(Word::With) && !allowed.allows(name) {
            let sentence = format!(
                "`{connector}` requires the property `{name}`, so it can't be left out; hold it \
                 without the `Option`"
            );
            ctxt.error(ty, sentence);
        }
        if let Some(Entry { ident, .. }) = field.attrs.get(Word::SkipIf)
            && !allowed.allows(name)
        {
            let sentence = format!(
                "`{connector}` requires the property `{name}`, so it can't be left out; remove \
                 `skip_if`"
            );
            ctxt.error(ident, sentence);
        }
    }
    if !parameter.values.is_empty() && may_be_outside_values(field) {
        // The compiler would check it: only it knows whether that is needed.
        allowed.allows(name);
    }
    if parameter.is_sensitive
        && let Some(word) = ty::prints_itself(ty)
        && !allowed.allows(name)
    {
        let sentence = format!(
            "the property `{name}` of `{connector}` is sensitive, and `{word}` shows what it holds \
             in `Debug` and logs; hold it in a `Secret`"
        );
        ctxt.error(ty, sentence);
    }
}

/// Whether the compiler may know all texts of the field.
pub(crate) fn may_be_outside_values(field: &Field<'_>) -> bool {
    !field.attrs.has(Word::With) && ty::prints_itself(&field.original.ty).is_none()
}

pub(super) fn constants(
    attrs: &Attrs,
    definition: &Definition,
    allowed: &Allowed<'_>,
    ctxt: &Ctxt,
) {
    let connector = &definition.name;
    for (literal, value) in attrs.constants() {
        let (name, text) = (literal.value(), value.value());
        if near_miss(&name).is_some() {
            continue; // Said already.
        }
        let Some(parameter) = definition.property(&name) else {
            unknown(&name, literal, None, definition, allowed, ctxt);
            continue;
        };
        if !parameter.values.is_empty()
            && !parameter.values.contains(&text)
            && !allowed.allows(&name)
        {
            let values: Vec<_> =
                parameter.values.iter().map(|value| format!("`{value}`")).collect();
            let near = suggest::nearest(&text, parameter.values.iter().map(String::as_str));
            let what = near.map_or_else(
                || "write one of them".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let values = values.join(", ");
            let sentence = format!(
                "`{text}` is none of the values of the property `{name}` of `{connector}`, \
                 {values}; {what}"
            );
            ctxt.error(value, sentence);
        }
        if parameter.is_sensitive && !allowed.allows(&name) {
            let sentence = format!(
                "the property `{name}` of `{connector}` is sensitive, and this text stands in the \
                 source; hold it in a field that is a `Secret`"
            );
            ctxt.error(value, sentence);
        }
    }
}

/// A name that the connector doesn't have; the field, if it is one's.
fn unknown(
    name: &str,
    tokens: &dyn ToTokens,
    field: Option<&Field<'_>>,
    definition: &Definition,
    allowed: &Allowed<'_>,
    ctxt: &Ctxt,
) {
    if name.trim().is_empty() || ALWAYS.contains(&name) || allowed.allows(name) {
        return;
    }
    let connector = &definition.name;
    if definition.parameters.iter().any(|parameter| parameter.name == name) {
        let sentence = format!(
            "`{name}` is a parameter of `{connector}`, but none that an account connector holds; \
             remove it"
        );
        return ctxt.error(tokens, sentence);
    }
    if let Some(Parameter { label, name, .. }) = labelled(name, definition) {
        allowed.mistaken(name);
        let write = match field {
            Some(_) => format!("rename = \"{name}\""),
            None => name.clone(),
        };
        let sentence = format!("`{label}` is the label; the name is `{name}`: write `{write}`");
        return ctxt.error(tokens, sentence);
    }
    let names = || definition.properties().map(|parameter| parameter.name.as_str());
    let near = suggest::nearest(name, names());
    if let Some(near) = near {
        allowed.mistaken(near);
    }
    let what = near.map_or_else(|| have(names()), |near| format!("did you mean `{near}`?"));
    ctxt.error(tokens, format!("`{connector}` has no property `{name}`; {what}"));
}

/// The property that people are shown under this name, if none has a name like it.
fn labelled<'d>(name: &str, definition: &'d Definition) -> Option<&'d Parameter> {
    let fold = suggest::fold(name);
    let verbatim = definition.properties().find(|parameter| parameter.label == name);
    if verbatim.is_some() || definition.properties().any(|other| suggest::fold(&other.name) == fold)
    {
        return verbatim;
    }
    definition.properties().find(|parameter| suggest::fold(&parameter.label) == fold)
}

fn have<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let mut names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(SHOWN);
    names.truncate(SHOWN);
    match (names.is_empty(), more) {
        (true, _) => "it has none, so remove it".to_owned(),
        (_, 0) => format!("it has {}", names.join(", ")),
        _ => format!("it has {} and {more} more", names.join(", ")),
    }
}
