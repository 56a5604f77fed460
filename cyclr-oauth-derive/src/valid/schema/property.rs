//! Compares one property with the definition.

use crate::ast::Field;
use crate::attr::{Attrs, Entry};
use crate::ctxt::Ctxt;
use crate::schema::Definition;
use crate::suggest;
use crate::symbol::Word;
use crate::valid::near_miss::near_miss;
use crate::valid::schema::allowed::Allowed;
use crate::valid::schema::unknown::unknown;

pub(crate) fn field(
    field: &Field<'_>,
    definition: &Definition,
    allowed: &Allowed<'_>,
    ctxt: &Ctxt,
) {
    let (None, Some(name)) = (field.role, &field.name) else { return };
    let Some(parameter) = definition.property(name) else {
        if near_miss(name).is_some() && !field.attrs.has(Word::Exact) {
            return; // `names` reports it.
        }
        unknown(name, field.name_tokens(), Some(field), definition, allowed, ctxt);
        return;
    };
    let connector = &definition.name;
    if let Some(Entry { ident, .. }) = field.attrs.get(Word::SkipIf)
        && !parameter.is_optional
        && !allowed.allows(name)
    {
        let sentence = format!(
            "the property `{name}` of `{connector}` is required, so it can't be left out; remove \
             `skip_if`"
        );
        ctxt.error(ident, sentence);
    }
    if let Some(Entry { ident, .. }) = field.attrs.get(Word::NotSecret)
        && parameter.is_sensitive
        && !allowed.allows(name)
    {
        let sentence = format!(
            "the property `{name}` of `{connector}` is sensitive; write `secret` in the place of \
             `not_secret`"
        );
        ctxt.error(ident, sentence);
    }
    if !parameter.is_optional || parameter.is_sensitive || !parameter.values.is_empty() {
        // Counts an `allow` as needed: only the compiler knows the type.
        allowed.allows(name);
    }
}

pub(crate) fn constants(
    attrs: &Attrs,
    definition: &Definition,
    allowed: &Allowed<'_>,
    ctxt: &Ctxt,
) {
    let connector = &definition.name;
    for (literal, value) in attrs.constants() {
        let (name, text) = (literal.value(), value.value());
        let Some(parameter) = definition.property(&name) else {
            if near_miss(&name).is_some() {
                continue; // `names` reports it.
            }
            unknown(&name, literal, None, definition, allowed, ctxt);
            continue;
        };
        if !parameter.values.is_empty()
            && !parameter.values.contains(&text)
            && !allowed.allows(&name)
        {
            let values = || parameter.values.iter().map(String::as_str);
            let (near, list) = (suggest::nearest(&text, values()), suggest::list(values()));
            let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
            let sentence = format!(
                "`{text}` isn't a value of the property `{name}` of `{connector}`; {near}it takes \
                 {list}"
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
