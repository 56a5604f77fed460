//! The tokens of a connector that keeps the rules.

mod auth_value;
mod flatten;
mod generics;
mod identity;
mod name;
mod property;
mod read;
mod schema;
mod way;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Attribute, Type};

use crate::ast::Connector;
use crate::attr::Attrs;
use crate::schema::Schema;
use crate::symbol::Word;
use flatten::flattened;

pub(crate) use generics::free_lifetime;
pub(crate) use read::read;

pub(crate) fn connector(connector: &Connector<'_>, schema: Option<&Schema>) -> TokenStream {
    let ident = &connector.original.ident;
    let (impl_generics, ty_generics, _) = connector.original.generics.split_for_impl();
    let where_clause = generics::where_clause(connector, generics::sendable);
    let library = library(&connector.attrs);
    let variants = connector.ways.iter().filter_map(|way| way.variant);
    let attributes = connector.fields().flat_map(|field| &field.original.attrs);
    let attributes = attributes.chain(variants.flat_map(|variant| &variant.attrs));
    let allow = allow_deprecated(connector.original.attrs.iter().chain(attributes));
    let names = flatten::names(connector, schema);
    let has_auth_value = flatten::has_auth_value(connector);
    let identity = identity::identity(connector);
    let auth_value = auth_value::auth_value(connector);
    let check = flatten::early_check(connector);
    let against = schema.map(|schema| schema::items(connector, schema));
    let late_check = (check.is_none() && flattened(connector).next().is_some())
        .then(|| quote!(let _ = <Self as _cyclr::AccountConnector>::PROPERTY_NAMES;));

    // Free of the names that the user's own functions and lifetimes have.
    let out = Ident::new("__out", Span::mixed_site());
    let lifetime = free_lifetime(&connector.original.generics);
    let properties = way::each(
        connector,
        |field| !matches!(field.role, Some(role) if role != Word::Flatten),
        |way| {
            let properties = way.fields.iter().map(|field| property::property(way, field, &out));
            let constants = connector.constants(way).map(|pair| property::constant(pair, &out));
            quote!(#(#properties)* #(#constants)*)
        },
    );

    quote! {
        const _: () = {
            use #library::__private as _cyclr;
            #[automatically_derived]
            #allow
            impl #impl_generics _cyclr::AccountConnector for #ident #ty_generics #where_clause {
                #names
                #has_auth_value
                #identity
                fn visit_properties<#lifetime>(
                    &#lifetime self,
                    #out: &mut _cyclr::PropertyVisitor<'_, #lifetime>,
                ) {
                    #late_check
                    #properties
                }
                #auth_value
            }
            #check
            #against
        };
    }
}

/// For code of ours that is underlined where the user's tokens stand. It keeps its own meaning:
/// names are looked up as everywhere else in it, and lints pass it over.
fn at(tokens: &impl Spanned) -> Span {
    Span::call_site().located_at(tokens.span())
}

/// Tokens of ours, all to be underlined there.
fn respanned(tokens: TokenStream, span: Span) -> TokenStream {
    let respan = |mut tree: TokenTree| {
        tree.set_span(span);
        tree
    };
    tokens.into_iter().map(respan).collect()
}

/// Where a type is underlined by what underlines one word alone.
fn word_of(ty: &Type) -> Span {
    match ty {
        Type::Reference(reference) => word_of(&reference.elem),
        Type::Group(group) => word_of(&group.elem),
        ty => ty.span(),
    }
}

/// The path of the library.
pub(crate) fn library(attrs: &Attrs) -> TokenStream {
    attrs.path(Word::Crate).map_or_else(|| quote!(::cyclr_oauth), ToTokens::to_token_stream)
}

/// For what is deprecated; only then, since `forbid(deprecated)` forbids the `allow` too.
pub(crate) fn allow_deprecated<'a>(
    mut attributes: impl Iterator<Item = &'a Attribute>,
) -> Option<TokenStream> {
    attributes
        .any(|one| generics::mentions(one.meta.to_token_stream(), &|word| word == "deprecated"))
        .then(|| quote!(#[allow(deprecated)]))
}
