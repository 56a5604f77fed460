//! Which connector a payload is for.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};

use super::flatten::inner;
use super::way;
use crate::ast::{Connector, Way};
use crate::symbol::Word;

const WORDS: [Word; 3] = [Word::Name, Word::Version, Word::AuthenticationId];

pub(super) fn identity(connector: &Connector<'_>) -> Option<TokenStream> {
    let says = |way: &Way<'_>| WORDS.iter().any(|word| connector.text(way, *word).is_some());
    let differs = |way: &Way<'_>| {
        way.inner().is_some() || WORDS.iter().any(|word| way.attrs.text(*word).is_some())
    };
    let body = if connector.ways.iter().any(differs) {
        way::each(connector, |field| field.ident.is_none(), |way| of(connector, way))
    } else {
        let first = connector.ways.first().filter(|way| says(way))?;
        of(connector, first)
    };
    Some(quote! {
        fn identity(&self) -> _cyclr::Identity {
            #body
        }
    })
}

/// That of the connector that a variant holds, with what is said here in its place.
fn of(connector: &Connector<'_>, way: &Way<'_>) -> TokenStream {
    let start = way.inner().map_or_else(
        || quote!(_cyclr::Identity::NONE),
        |field| {
            let (inner, value) = (inner(field), way::reference(way, field, Span::call_site()));
            quote!(#inner::identity(#value))
        },
    );
    let calls = WORDS.iter().filter_map(|word| {
        let text = connector.text(way, *word)?;
        let method = format_ident!("{}", word.text());
        Some(quote!(.#method(#text)))
    });
    quote!(#start #(#calls)*)
}
