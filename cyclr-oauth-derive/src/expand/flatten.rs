//! What `flatten` adds: the names of inner connectors, and what has to be checked once the compiler
//! knows them.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::{at, generics};
use crate::ast::{Connector, Field};
use crate::symbol::Word;

pub(super) fn names(connector: &Connector<'_>) -> TokenStream {
    // The names of properties between two inner connectors.
    let mut groups: Vec<TokenStream> = Vec::new();
    let mut group: Vec<String> = Vec::new();
    for field in &connector.fields {
        if field.role == Some(Word::Flatten) {
            if !group.is_empty() {
                let names = std::mem::take(&mut group);
                groups.push(quote!(&[#(#names),*]));
            }
            let inner = inner(field);
            groups.push(quote!(#inner::PROPERTY_NAMES));
        } else if field.role.is_none() {
            group.extend(field.name.clone());
        }
    }
    group.extend(connector.constants().map(|(name, _)| name.value()));
    if groups.is_empty() {
        return quote!(const PROPERTY_NAMES: _cyclr::Names = &[#(#group),*];);
    }
    if !group.is_empty() {
        groups.push(quote!(&[#(#group),*]));
    }
    // With parameters, there is nothing to check before they are known.
    let check = generics::has_parameters(connector).then(|| check(connector, &quote!(Self)));
    quote! {
        const NAME_GROUPS: &'static [_cyclr::Names] = &[#(#groups),*];
        const PROPERTY_NAMES: _cyclr::Names = { #check _cyclr::joined_names::<Self>() };
    }
}

pub(super) fn has_auth_value(connector: &Connector<'_>) -> Option<TokenStream> {
    let own = connector.with_role(Word::is_auth).next().map(|_| quote!(true));
    let mut inner = flattened(connector).map(inner).peekable();
    if inner.peek().is_none() {
        return own.map(|own| quote!(const HAS_AUTH_VALUE: _cyclr::bool = #own;));
    }
    let own = own.into_iter();
    Some(quote! {
        const HAVE_AUTH_VALUE: &'static [_cyclr::bool] =
            &[#(#own,)* #(#inner::HAS_AUTH_VALUE),*];
        const HAS_AUTH_VALUE: _cyclr::bool =
            _cyclr::any(<Self as _cyclr::AccountConnector>::HAVE_AUTH_VALUE);
    })
}

/// Has the compiler check at once what is known of inner connectors only after expansion.
pub(super) fn early_check(connector: &Connector<'_>) -> Option<TokenStream> {
    flattened(connector).next()?;
    if generics::has_parameters(connector) {
        return None;
    }
    let ident = &connector.original.ident;
    let statics = connector.original.generics.lifetimes().map(|_| quote!('static));
    let check = check(connector, &quote!(#ident<#(#statics),*>));
    Some(quote!(const _: () = #check))
}

fn check(connector: &Connector<'_>, ty: &TokenStream) -> TokenStream {
    let call = quote!(_cyclr::check_flatten::<#ty>(););
    let span = blame(connector);
    call.into_iter().map(|tree| located(tree, span)).collect()
}

fn located(mut tree: TokenTree, span: Span) -> TokenTree {
    tree.set_span(tree.span().located_at(span));
    tree
}

pub(super) fn flattened<'c, 'a>(
    connector: &'c Connector<'a>,
) -> impl Iterator<Item = &'c Field<'a>> {
    connector.with_role(|role| role == Word::Flatten).map(|(_, field)| field)
}

pub(super) fn inner(field: &Field<'_>) -> TokenStream {
    let ty = &field.original.ty;
    quote_spanned!(at(ty)=> <#ty as _cyclr::AccountConnector>)
}

/// What to underline if inner connectors don't go together: the only one, or the struct.
fn blame(connector: &Connector<'_>) -> Span {
    let mut inner = flattened(connector);
    match (inner.next(), inner.next()) {
        (Some(field), None) => field.original.ty.span(),
        _ => connector.original.ident.span(),
    }
}
