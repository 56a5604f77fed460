//! The types of a connector's values, in the order of their names, for a connector around it that has
//! a `schema`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ast::{Connector, Field, Way};
use crate::symbol::Word;

/// The library has lists of so many types; longer ones are lists of lists.
const MOST: usize = 8;

pub(crate) fn values(connector: &Connector<'_>) -> TokenStream {
    let ways: Vec<_> = connector.ways.iter().map(|way| list(of(connector, way))).collect();
    let values = match ways.as_slice() {
        [one] => one.clone(),
        _ => nested(ways, &|ways| quote!(_c::Ways<fn(#(#ways),*)>)),
    };
    quote!(const VALUES: _c::Values = _c::Of::<#values>::VALUES;)
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

fn of(connector: &Connector<'_>, way: &Way<'_>) -> Vec<TokenStream> {
    let fields = way.fields.iter().filter_map(field);
    fields.chain(connector.constants(way).map(|_| quote!(_c::Text))).collect()
}

fn field(field: &Field<'_>) -> Option<TokenStream> {
    let ty = &field.original.ty;
    let has = |word| field.attrs.has(word);
    match field.role {
        Some(Word::Flatten) => Some(quote!(_c::Within<#ty>)),
        Some(_) => None,
        None if has(Word::With) => Some(quote!(_c::Text)),
        None if has(Word::Secret) => Some(quote!(_c::Hidden<#ty>)),
        None if has(Word::SkipIf) => Some(quote!(_c::Skippable<#ty>)),
        None => Some(quote!(#ty)),
    }
}
