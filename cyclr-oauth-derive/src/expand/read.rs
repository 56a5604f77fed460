//! `#[derive(FromAccountConnector)]`: the way back.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::way::binding;
use super::{allow_deprecated, at, generics, library};
use crate::ast::{Connector, Field};
use crate::symbol::Word;
use crate::valid::is_option;

/// The implementation; beside errors, one that reads nothing.
pub(crate) fn read(connector: &Connector<'_>, errors: bool) -> TokenStream {
    let ident = &connector.original.ident;
    let (impl_generics, ty_generics, own) = connector.original.generics.split_for_impl();
    let library = library(&connector.attrs);
    let attributes = connector.fields().flat_map(|field| &field.original.attrs);
    let allow = allow_deprecated(connector.original.attrs.iter().chain(attributes));
    let deny = connector.attrs.has(Word::DenyUnknown).then(|| {
        quote!(
            const DENY_UNKNOWN: _cyclr::bool = true;
        )
    });
    let reader = Ident::new("__reader", Span::mixed_site());
    let (where_clause, body) = match connector.ways.first() {
        Some(way) if !errors => {
            // All are read before the first that is wrong ends it.
            let reads = way.fields.iter().map(|field| {
                let (binding, value) = (binding(field), of(field, &reader));
                quote!(let #binding = #value;)
            });
            let known = connector.constants(way).map(|(name, _)| quote!(#reader.know(#name);));
            let fields = way.fields.iter().map(|field| {
                let (ident, binding) = (field.ident, binding(field));
                quote!(#ident: #binding?)
            });
            let where_clause = generics::where_clause(connector, readable);
            (where_clause, quote!(#(#reads)* #(#known)* _cyclr::Some(Self { #(#fields),* })))
        }
        _ => (own.map(|own| quote!(#own)), quote!(_cyclr::None)),
    };
    quote! {
        const _: () = {
            use #library::__private as _cyclr;
            #[automatically_derived]
            #allow
            impl #impl_generics _cyclr::FromAccountConnector for #ident #ty_generics #where_clause {
                #deny
                fn read_from(#reader: &mut _cyclr::Reader<'_>) -> _cyclr::Option<Self> {
                    #body
                }
            }
        };
    }
}

/// An `Option` of what the field holds; what is wrong is the reader's.
fn of(field: &Field<'_>, reader: &Ident) -> TokenStream {
    let ty = &field.original.ty;
    let default = || quote_spanned!(at(ty)=> _cyclr::Some(<#ty as _cyclr::Default>::default()));
    match (field.role, &field.name) {
        (Some(Word::Skip), _) => default(),
        (Some(Word::Flatten), _) => {
            quote_spanned!(at(ty)=> <#ty as _cyclr::FromAccountConnector>::read_from(#reader))
        }
        (Some(role), _) => {
            let function = format_ident!("read_{}", role.text());
            quote!(_cyclr::#function::<#ty>(#reader))
        }
        (None, Some(name)) => {
            let parse = field.attrs.path(Word::ParseWith);
            let absent = if field.attrs.has(Word::SkipIf) {
                default()
            } else if parse.is_some() && is_option(ty) {
                quote!(_cyclr::Some(_cyclr::None))
            } else {
                quote!(_cyclr::None)
            };
            if let Some(parse) = parse {
                let arguments = quote_spanned!(at(parse)=> (#reader, #name, #absent, #parse));
                return quote!(_cyclr::read_with::<#ty, _> #arguments);
            }
            quote!(_cyclr::read_property::<#ty>(#reader, #name, #absent))
        }
        // Said already.
        (None, None) => quote!(_cyclr::None),
    }
}

/// What a field's type has to be to be read.
fn readable(field: &Field<'_>) -> Option<&'static str> {
    Some(match field.role {
        None if field.attrs.has(Word::ParseWith) => {
            return field.attrs.has(Word::SkipIf).then_some("_cyclr::Default");
        }
        None if field.attrs.has(Word::SkipIf) => "_cyclr::FromPropertyText + _cyclr::Default",
        None => "_cyclr::FromPropertyText",
        Some(Word::Flatten) => "_cyclr::FromAccountConnector",
        Some(Word::AuthValue) => "_cyclr::FromAuthValue",
        Some(Word::AccessToken | Word::RefreshToken) => "_cyclr::FromTokenPart<_cyclr::Secret>",
        Some(Word::Expires | Word::RefreshExpires) => "_cyclr::FromTokenPart<_cyclr::UtcTimestamp>",
        Some(_) => "_cyclr::Default",
    })
}
