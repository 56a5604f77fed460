//! The types of a connector's values, in the order of their names, for a connector around it that has
//! a `schema`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ast::{Connector, Field, Way};
use crate::expand::property::kind_made;
use crate::symbol::Word;

/// The library has lists of so many types; longer ones are lists of lists.
const MOST: usize = 8;

pub(crate) fn values(connector: &Connector<'_>) -> TokenStream {
    let mut made = Vec::new();
    let ways = connector.ways.iter().map(|way| list(of(connector, way, &mut made)));
    let ways: Vec<_> = ways.collect();
    let values = match ways.as_slice() {
        [one] => one.clone(),
        _ => nested(ways, &|ways| quote!(_c::Ways<fn(#(#ways),*)>)),
    };
    let made = (!made.is_empty())
        .then(|| quote!(const MADE: &'static [(_c::ValueKind, _c::ValueKind)] = &[#(#made),*];));
    quote! {
        const VALUES: _c::Values = _c::Of::<#values>::VALUES;
        #made
    }
}

fn list(types: Vec<TokenStream>) -> TokenStream {
    nested(types, &|types| quote!(fn(#(#types),*)))
}

fn nested(
    mut types: Vec<TokenStream>,
    list: &dyn Fn(&[TokenStream]) -> TokenStream,
) -> TokenStream {
    while types.len() > MOST {
        types = types.chunks(MOST).map(list).collect();
    }
    list(&types)
}

/// The types, and the kinds of what is no field's type: what functions make, and constants.
fn of(connector: &Connector<'_>, way: &Way<'_>, made: &mut Vec<TokenStream>) -> Vec<TokenStream> {
    let mut kinds = |kinds| {
        made.push(kinds);
        let place = made.len() - 1;
        quote!(_c::Made<Self, #place>)
    };
    let mut types: Vec<_> =
        way.fields.iter().filter_map(|field| self::field(field, &mut kinds)).collect();
    let constants = connector.constants(way).map(|(_, text)| {
        let kind = quote!(_c::ValueKind::known(&[#text]));
        kinds(quote!((#kind, #kind)))
    });
    types.extend(constants);
    types
}

fn field(
    field: &Field<'_>,
    kinds: &mut dyn FnMut(TokenStream) -> TokenStream,
) -> Option<TokenStream> {
    let ty = &field.original.ty;
    match field.role {
        Some(Word::Flatten) => return Some(quote!(_c::Within<#ty>)),
        Some(_) => return None,
        None => {}
    }
    let mut value = match field.attrs.path(Word::With) {
        None => quote!(#ty),
        Some(path) => {
            let sent = kind_made(path, ty);
            kinds(quote!((_c::Of::<#ty>::KIND, #sent)))
        }
    };
    if field.attrs.has(Word::Secret) {
        value = quote!(_c::Hidden<#value>);
    }
    if field.attrs.has(Word::SkipIf) {
        value = quote!(_c::Skippable<#value>);
    }
    Some(value)
}
