//! Which connector a payload is for.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};

use crate::ast::{Connector, Way};
use crate::expand::inner::inner;
use crate::expand::way;
use crate::symbol::Word;

const WORDS: [Word; 3] = [Word::Name, Word::Version, Word::AuthenticationId];

pub(crate) fn identity(connector: &Connector<'_>) -> Option<TokenStream> {
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
        fn identity(&self) -> _c::Identity {
            #body
        }
    })
}

/// The identity of the connector that a tuple variant holds, overridden by the words of this item.
fn of(connector: &Connector<'_>, way: &Way<'_>) -> TokenStream {
    let start = way.inner().map_or_else(
        || quote!(_c::Identity::NONE),
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
