//! The body of a method: one for a struct, one per variant for an enum.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;

use crate::ast::{Connector, Field, Way};

/// Writes the body; for an enum, each variant's arm binds the fields that `reads` names.
pub(crate) fn each(
    connector: &Connector<'_>,
    reads: impl Fn(&Field<'_>) -> bool,
    body: impl Fn(&Way<'_>) -> TokenStream,
) -> TokenStream {
    each_reading(connector, |_, field| reads(field), body)
}

/// The same, where the fields to bind depend on the way.
pub(crate) fn each_reading(
    connector: &Connector<'_>,
    reads: impl Fn(&Way<'_>, &Field<'_>) -> bool,
    body: impl Fn(&Way<'_>) -> TokenStream,
) -> TokenStream {
    let mut arms = connector.ways.iter().filter_map(|way| {
        let (variant, body) = (&way.variant?.ident, body(way));
        let fields = way.fields.iter().filter(|field| reads(way, field)).map(|field| {
            let binding = binding(field);
            field.ident.map_or_else(|| quote!(0: #binding), |ident| quote!(#ident: #binding))
        });
        Some(quote!(Self::#variant { #(#fields,)* .. } => { #body }))
    });
    match (arms.next(), connector.ways.first()) {
        (Some(first), _) => quote!(match self { #first #(#arms)* }),
        (None, Some(way)) => body(way),
        (None, None) => TokenStream::new(),
    }
}

/// A reference to a field; the compiler underlines a mistake in it at `span`.
pub(crate) fn reference(way: &Way<'_>, field: &Field<'_>, span: Span) -> TokenStream {
    if let (None, Some(ident)) = (way.variant, field.ident) {
        let mut ident = ident.clone();
        ident.set_span(ident.span().located_at(span));
        return quote_spanned!(span=> &self.#ident);
    }
    let mut binding = binding(field);
    binding.set_span(binding.span().located_at(span));
    binding.to_token_stream()
}

/// The variable for a field; its name can't clash with a function or constant of the user.
pub(crate) fn binding(field: &Field<'_>) -> Ident {
    field.ident.map_or_else(
        || Ident::new("__held", Span::mixed_site()),
        |ident| format_ident!("__field_{}", ident.unraw(), span = Span::mixed_site()),
    )
}
