//! Writes `impl FromAccountConnector`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

use crate::ast::{Connector, Field};
use crate::attr::Entry;
use crate::expand::deprecated::allow_deprecated;
use crate::expand::generics::{has_parameters, static_type, where_clause};
use crate::expand::library::within_library;
use crate::expand::span::{at, located};
use crate::expand::way::binding;
use crate::symbol::Word;
use crate::type_name::is_option;

pub(crate) fn from_account_connector(connector: &Connector<'_>) -> TokenStream {
    let where_clause = where_clause(connector, readable);
    let checked_by_schema = checked_by_schema(connector);
    let implementation = from_account_connector_impl(connector, where_clause.as_ref(), |reader| {
        // Reads every field before the first `?`, so that the error has all that is wrong.
        let reads = connector.fields().map(|field| {
            let (binding, value) = (binding(field), of(field, reader));
            quote!(let #binding = #value;)
        });
        let known = connector.attrs.constants().map(|(name, _)| quote!(#reader.know(#name);));
        let fields = connector.fields().map(|field| {
            let (ident, binding) = (field.ident, binding(field));
            quote!(#ident: #binding?)
        });
        quote!(#(#reads)* #(#known)* _cyclr::Some(Self { #(#fields),* }))
    });
    quote!(#implementation #checked_by_schema)
}

/// Refuses `schema` unless `AccountConnector` is derived as well, which alone checks it. With a type
/// parameter, the compiler can't know.
fn checked_by_schema(connector: &Connector<'_>) -> Option<TokenStream> {
    let Entry { ident, .. } = connector.attrs.get(Word::Schema)?;
    if has_parameters(connector) {
        return None;
    }
    let ty = static_type(connector);
    let check = located(quote!(const _: () = _cyclr::checked_by_schema::<#ty>();), ident.span());
    Some(within_library(&connector.attrs, &check))
}

/// The implementation with this body, which gets the name of the reader.
pub(crate) fn from_account_connector_impl(
    connector: &Connector<'_>,
    where_clause: Option<&impl ToTokens>,
    body: impl FnOnce(&Ident) -> TokenStream,
) -> TokenStream {
    let ident = &connector.original.ident;
    let (impl_generics, ty_generics, _) = connector.original.generics.split_for_impl();
    let attributes = connector.fields().flat_map(|field| &field.original.attrs);
    let allow = allow_deprecated(connector.original.attrs.iter().chain(attributes));
    let deny = connector.attrs.has(Word::DenyUnknown).then(|| {
        quote!(
            const DENY_UNKNOWN: _cyclr::bool = true;
        )
    });
    let reader = Ident::new("__reader", Span::mixed_site());
    let body = body(&reader);
    let items = quote! {
        #[automatically_derived]
        #allow
        impl #impl_generics _cyclr::FromAccountConnector for #ident #ty_generics #where_clause {
            #deny
            fn read_from(#reader: &mut _cyclr::Reader<'_>) -> _cyclr::Option<Self> {
                #body
            }
        }
    };
    within_library(&connector.attrs, &items)
}

/// Reads a field as an `Option`; on `None`, the reader has noted what is wrong.
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
        // Unreachable: a wrong name leads to `fallback`.
        (None, None) => quote!(_cyclr::None),
    }
}

/// The traits that a field's type needs so that the field can be read.
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
