//! The rules of `#[derive(PropertyValue)]`.

use proc_macro2::Ident;
use syn::{Data, Fields};

use crate::ast::{PropertyValue, Variant};
use crate::ctxt::Ctxt;

pub(crate) fn property_value(value: &PropertyValue<'_>, ctxt: &Ctxt) {
    let ident = &value.original.ident;
    match &value.original.data {
        Data::Enum(data) if data.variants.is_empty() => ctxt
            .error(ident, format!("`{ident}` has no variants, so it has no text to send; add one")),
        Data::Enum(_) => {
            let mut known = Vec::new();
            for variant in &value.variants {
                unit(&variant.original.ident, &variant.original.fields, ctxt);
                distinct(&mut known, variant, ctxt);
            }
        }
        Data::Struct(_) | Data::Union(_) => ctxt.error(
            ident,
            format!(
                "`PropertyValue` can be derived for an enum of unit variants only; for `{ident}`, \
                 write `impl PropertyValue for {ident}`"
            ),
        ),
    }
}

fn unit(ident: &Ident, fields: &Fields, ctxt: &Ctxt) {
    match fields {
        Fields::Unit => {}
        fields if fields.is_empty() => {
            ctxt.error(fields, format!("`{ident}` is to be a unit variant; write `{ident}` alone"));
        }
        fields => ctxt.error(
            fields,
            format!(
                "`{ident}` holds a value, so the text to send isn't known; remove the value, or \
                 write `impl PropertyValue` by hand"
            ),
        ),
    }
}

/// The receiver could not distinguish two variants with the same text.
fn distinct<'a>(known: &mut Vec<(&'a Ident, &'a str)>, variant: &'a Variant<'_>, ctxt: &Ctxt) {
    let Some(text) = variant.text.as_deref() else { return };
    if let Some((first, _)) = known.iter().find(|(_, other)| *other == text) {
        let sentence =
            format!("the variant `{first}` is sent as `{text}` already; rename one of the two");
        ctxt.error(variant.text_tokens(), sentence);
    }
    known.push((&variant.original.ident, text));
}
