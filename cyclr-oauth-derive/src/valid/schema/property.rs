//! Compares one property with the definition.

use crate::ast::Field;
use crate::attr::{Attrs, Entry};
use crate::ctxt::Ctxt;
use crate::schema::Definition;
use crate::suggest;
use crate::symbol::Word;
use crate::type_name;
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
    if near_miss(name).is_some() && !field.attrs.has(Word::Exact) {
        return; // `names` reports it.
    }
    let Some(parameter) = definition.property(name) else {
        unknown(name, field.name_tokens(), Some(field), definition, allowed, ctxt);
        return;
    };
    let ty = &field.original.ty;
    let connector = &definition.name;
    if !parameter.is_optional {
        if type_name::is_option(ty) && !field.attrs.has(Word::With) && !allowed.allows(name) {
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
    if !parameter.values.is_empty() && field.may_list_texts() {
        // Counts an `allow` as needed: only the compiler knows, after expansion.
        allowed.allows(name);
    }
    if parameter.is_sensitive
        && let Some(word) = type_name::prints_itself(ty)
        && !allowed.allows(name)
    {
        let sentence = format!(
            "the property `{name}` of `{connector}` is sensitive, and `{word}` shows what it holds \
             in `Debug` and logs; hold it in a `Secret`"
        );
        ctxt.error(ty, sentence);
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
        if near_miss(&name).is_some() {
            continue; // `names` reports it.
        }
        let Some(parameter) = definition.property(&name) else {
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
