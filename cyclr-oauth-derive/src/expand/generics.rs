//! The generic parameters of the user's type.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Generics, Lifetime};

use crate::ast::{Connector, Field};
use crate::expand::span::{at, respanned};
use crate::mention::mentions;
use crate::symbol::Word;

/// The user's where-clause, with a bound for each field whose type has a type parameter in it.
pub(crate) fn where_clause(
    connector: &Connector<'_>,
    bound: impl Fn(&Field<'_>) -> Option<&'static str>,
) -> Option<TokenStream> {
    let generics = &connector.original.generics;
    let own = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let mut predicates: Vec<TokenStream> = own.map(ToTokens::to_token_stream).collect();
    let is_parameter = |word: &str| generics.type_params().any(|param| param.ident == word);
    for field in connector.fields() {
        let ty = &field.original.ty;
        if mentions(ty.to_token_stream(), &is_parameter)
            && let Some(bound) = bound(field)
        {
            let bound: TokenStream = bound.parse().unwrap_or_default();
            let bound = respanned(bound, at(ty));
            predicates.push(quote_spanned!(at(ty)=> #ty: #bound));
        }
    }
    (!predicates.is_empty()).then(|| quote!(where #(#predicates),*))
}

/// The trait that a field's type needs so that the field can be sent.
pub(crate) fn sendable(field: &Field<'_>) -> Option<&'static str> {
    Some(match field.role {
        None if field.attrs.has(Word::With) => return None,
        None => "_c::PropertyValue",
        Some(Word::Flatten) => "_c::AccountConnector",
        Some(Word::AuthValue) => "_c::AuthValueField",
        Some(Word::AccessToken | Word::RefreshToken) => "_c::TokenField",
        Some(Word::Expires | Word::RefreshExpires) => "_c::ExpiryField",
        Some(_) => return None,
    })
}

/// Puts `'static` in the place of these lifetimes.
fn with_static_lifetimes(tokens: TokenStream, these: &dyn Fn(&Ident) -> bool) -> TokenStream {
    let mut quote = false;
    let replaced = tokens.into_iter().map(|tree| {
        let after_quote = std::mem::take(&mut quote);
        match tree {
            TokenTree::Punct(punct) => {
                quote = punct.as_char() == '\'';
                TokenTree::Punct(punct)
            }
            TokenTree::Ident(ident) if after_quote && these(&ident) => {
                TokenTree::Ident(Ident::new("static", ident.span()))
            }
            TokenTree::Group(group) => {
                let inner = with_static_lifetimes(group.stream(), these);
                let mut new = Group::new(group.delimiter(), inner);
                new.set_span(group.span());
                TokenTree::Group(new)
            }
            other => other,
        }
    });
    replaced.collect()
}

/// Tokens of the user outside the implementation, where nothing declares the item's lifetimes.
pub(crate) fn statically(generics: &Generics, tokens: TokenStream) -> TokenStream {
    let own = |ident: &Ident| generics.lifetimes().any(|param| param.lifetime.ident == *ident);
    with_static_lifetimes(tokens, &own)
}

/// The user's type outside its implementation, where nothing declares its lifetimes.
pub(crate) fn static_type(connector: &Connector<'_>) -> TokenStream {
    let ident = &connector.original.ident;
    let statics = connector.original.generics.lifetimes().map(|_| quote!('static));
    quote!(#ident<#(#statics),*>)
}

/// Whether the type has type or const parameters, which the compiler knows only once it is used.
pub(crate) fn has_parameters(connector: &Connector<'_>) -> bool {
    let generics = &connector.original.generics;
    generics.type_params().next().is_some() || generics.const_params().next().is_some()
}

/// A lifetime that the user's type doesn't have.
pub(crate) fn free_lifetime(generics: &Generics) -> Lifetime {
    let mut name = "'v".to_owned();
    while generics.lifetimes().any(|param| param.lifetime.to_string() == name) {
        name.push('_');
    }
    Lifetime::new(&name, Span::call_site())
}
