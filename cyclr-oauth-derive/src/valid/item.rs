//! The rules about the item: its kind, and that it sends something.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{Data, DataEnum, Fields, Variant};

use crate::ast::{Connector, Way};
use crate::attr::Entry;
use crate::ctxt::Ctxt;
use crate::symbol::Word;

pub(crate) fn item(connector: &Connector<'_>, ctxt: &Ctxt) {
    let ident = &connector.original.ident;
    let sentence = match &connector.original.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(_) => {
                for way in &connector.ways {
                    something_to_send(connector, way, ident, ctxt);
                }
                return;
            }
            Fields::Unnamed(_) => format!(
                "the fields of `{ident}` have no names to send; name them: \
                 `struct {ident} {{ client_id: String }}`"
            ),
            Fields::Unit => format!(
                "`{ident}` has nothing to send; give it named fields: \
                 `struct {ident} {{ client_id: String }}`"
            ),
        },
        Data::Enum(data) if data.variants.is_empty() => format!(
            "`{ident}` has no variants, so there is nothing to send; add one for each way to \
             authenticate"
        ),
        Data::Enum(data) if is_of_values(connector, data) => format!(
            "no variant of `{ident}` has anything to send; give them fields, or, if `{ident}` is \
             the value of a property, derive `PropertyValue`"
        ),
        Data::Enum(data) => {
            without_effect(connector, data, ctxt);
            for way in &connector.ways {
                if let Some(variant) = way.variant {
                    self::variant(connector, way, variant, ctxt);
                }
            }
            return;
        }
        Data::Union(_) => format!(
            "the union `{ident}` can't be an account connector: nothing says which of its fields \
             to send; make it a struct"
        ),
    };
    ctxt.error(ident, sentence);
}

/// Whether the enum looks like one for `#[derive(PropertyValue)]`.
fn is_of_values(connector: &Connector<'_>, data: &DataEnum) -> bool {
    let nothing = |way: &Way<'_>| connector.constants(way).next().is_none();
    data.variants.iter().all(|variant| matches!(variant.fields, Fields::Unit))
        && connector.ways.iter().all(|way| nothing(way) && !way.attrs.unreadable)
        && !connector.attrs.unreadable
}

/// Words that do nothing in this enum.
fn without_effect(connector: &Connector<'_>, data: &DataEnum, ctxt: &Ctxt) {
    let named = |variant: &Variant| matches!(variant.fields, Fields::Named(_));
    if !data.variants.iter().any(named)
        && let Some(Entry { ident, .. }) = connector.attrs.get(Word::RenameAll)
    {
        let sentence = "`rename_all` has no effect here: no variant has fields of its own; remove \
                        `rename_all`";
        ctxt.error(ident, sentence);
    }
}

fn variant(connector: &Connector<'_>, way: &Way<'_>, variant: &Variant, ctxt: &Ctxt) {
    let ident = &variant.ident;
    match &variant.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() > 1 => {
            let count = fields.unnamed.len();
            let sentence = format!(
                "the {count} fields of `{ident}` have no names to send; name them, or hold one \
                 connector alone, like `{ident}(Connector)`"
            );
            ctxt.error(fields, sentence);
        }
        Fields::Named(_) | Fields::Unnamed(_) | Fields::Unit => {
            something_to_send(connector, way, ident, ctxt);
        }
    }
    if !matches!(variant.fields, Fields::Named(_))
        && let Some(Entry { ident, .. }) = way.attrs.get(Word::RenameAll)
    {
        let sentence = "`rename_all` says nothing here: this variant has no fields of its own; \
                        remove `rename_all`";
        ctxt.error(ident, sentence);
    }
}

fn something_to_send(connector: &Connector<'_>, way: &Way<'_>, ident: &Ident, ctxt: &Ctxt) {
    let nothing = way.fields.iter().all(|field| field.role == Some(Word::Skip));
    let constants = connector.attrs.has(Word::Property) || way.attrs.has(Word::Property);
    if !nothing || constants || connector.attrs.unreadable || way.attrs.unreadable {
        return;
    }
    let sentence = if !way.fields.is_empty() {
        format!("`{ident}` has nothing to send: every field is skipped; remove a `skip`")
    } else if way.variant.is_some() {
        let usage = Word::Property.usage();
        format!(
            "`{ident}` has nothing to send; give it a field for each property of the connector, \
             or a constant: `#[cyclr({usage})]`"
        )
    } else {
        format!("`{ident}` has nothing to send; give it a field for each property of the connector")
    };
    ctxt.error(ident.to_token_stream(), sentence);
}
