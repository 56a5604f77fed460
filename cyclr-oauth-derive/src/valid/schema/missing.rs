//! Required properties without a field.

use crate::ast::{Connector, Way};
use crate::ctxt::Ctxt;
use crate::schema::Definition;
use crate::suggest;
use crate::symbol::Word;
use crate::valid::schema::allowed::Allowed;

/// The way sends every required property. With `flatten`, the compiler checks that later.
pub(crate) fn missing(
    connector: &Connector<'_>,
    way: &Way<'_>,
    definition: &Definition,
    allowed: &Allowed<'_>,
    ctxt: &Ctxt,
) {
    let unreadable = way.fields.iter().any(|field| field.attrs.unreadable || field.name.is_none());
    if unreadable || way.with_role(|role| role == Word::Flatten).next().is_some() {
        return;
    }
    let missing = definition.required().map(|parameter| parameter.name.as_str());
    let missing: Vec<_> = missing
        .filter(|name| !allowed.sends(name) && !allowed.allows(name) && !allowed.is_mistaken(name))
        .collect();
    let Some(first) = missing.first() else { return };
    let ident = way.variant.map_or(&connector.original.ident, |variant| &variant.ident);
    let connector = &definition.name;
    let sentence = if missing.len() == 1 {
        format!("`{connector}` requires the property `{first}`, which has no field here; add one")
    } else {
        let missing = suggest::list(missing.into_iter());
        format!(
            "`{connector}` requires the properties {missing}, which have no fields here; add one \
             for each"
        )
    };
    ctxt.error(ident, sentence);
}
