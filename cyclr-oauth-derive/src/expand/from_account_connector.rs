//! Writes `impl FromAccountConnector`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;

use crate::ast::{Connector, Field, Way};
use crate::attr::Entry;
use crate::expand::deprecated::allow_deprecated;
use crate::expand::generics::{
    Direction, definite_checks, has_parameters, static_type, where_clause,
};
use crate::expand::library::within_library;
use crate::expand::span::{at, located};
use crate::expand::way::binding;
use crate::symbol::Word;

pub(crate) fn from_account_connector(connector: &Connector<'_>) -> TokenStream {
    let where_clause = where_clause(connector, readable);
    let has_authentication = has_authentication(connector);
    let checks = definite_checks(connector, Direction::Read, readable);
    let more = (has_authentication, checks);
    let checked_by_schema = checked_by_schema(connector);
    let implementation =
        from_account_connector_impl(connector, where_clause.as_ref(), more, |reader| {
            let ways = connector.ways.iter().map(|way| {
                let body = read(connector, way, reader);
                let Some(variant) = way.variant else { return body };
                let name = variant.ident.unraw().to_string();
                let has_authentication = of_way(connector, way);
                quote! {
                    _c::Way {
                        variant: #name,
                        has_authentication: #has_authentication,
                        read: |#reader| { #body },
                    }
                }
            });
            if connector.ways.iter().any(|way| way.variant.is_some()) {
                quote!(_c::read_way(#reader, &[#(#ways),*]))
            } else {
                quote!(#(#ways)*)
            }
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
    let check = located(quote!(const _: () = _c::checked_by_schema::<#ty>();), ident.span());
    Some(within_library(&connector.attrs, &check))
}

/// Reads a struct or a variant.
fn read(connector: &Connector<'_>, way: &Way<'_>, reader: &Ident) -> TokenStream {
    // Reads every field before the first `?`, so that the error lists everything that is wrong.
    let reads = way.fields.iter().map(|field| {
        let binding = binding(field);
        let hides_id =
            field.ident.is_some() || connector.text(way, Word::AuthenticationId).is_some();
        let value = of(field, reader, hides_id);
        quote!(let #binding = #value;)
    });
    let constants = connector.constants(way).map(|(name, value)| {
        let sets =
            |way: &Way<'_>| way.attrs.constants().any(|(other, _)| other.value() == name.value());
        // A constant that all variants share says nothing about which one it is.
        if connector.ways.iter().any(sets) {
            quote!(#reader.expect(#name, #value);)
        } else {
            quote!(#reader.know(#name);)
        }
    });
    let fields = way.fields.iter().map(|field| {
        let binding = binding(field);
        field.ident.map_or_else(|| quote!(0: #binding?), |ident| quote!(#ident: #binding?))
    });
    let variant = way.variant.map(|variant| {
        let ident = &variant.ident;
        quote!(::#ident)
    });
    quote!(#(#reads)* #(#constants)* _c::Some(Self #variant { #(#fields),* }))
}

/// Whether an id is that of the item; nothing if no id is known.
fn has_authentication(connector: &Connector<'_>) -> Option<TokenStream> {
    let known = |way: &&Way<'_>| {
        connector.text(way, Word::AuthenticationId).is_some() || way.inner().is_some()
    };
    connector.ways.iter().find(known)?;
    let id = Ident::new("__id", Span::mixed_site());
    let mut answers = connector.ways.iter().map(|way| {
        let of_way = of_way(connector, way);
        quote!((#of_way)(#id))
    });
    let answer = if connector.ways.iter().any(|way| way.variant.is_some()) {
        quote!(_c::any_authentication(&[#(#answers),*]))
    } else {
        answers.next()?
    };
    Some(quote! {
        fn has_authentication(#id: &_c::str) -> _c::Option<_c::bool> {
            #answer
        }
    })
}

/// The function that says whether an id is that of the way.
fn of_way(connector: &Connector<'_>, way: &Way<'_>) -> TokenStream {
    let id = Ident::new("__id", Span::mixed_site());
    if let Some(own) = connector.text(way, Word::AuthenticationId) {
        quote!(|#id| _c::Some(_c::same_authentication(#id, #own)))
    } else if let Some(field) = way.inner() {
        let ty = &field.original.ty;
        quote_spanned!(at(ty)=> <#ty as _c::FromAccountConnector>::has_authentication)
    } else {
        quote!(|_| _c::None)
    }
}

/// The implementation with this body, which gets the name of the reader; and more methods in it, and
/// items after it.
pub(crate) fn from_account_connector_impl(
    connector: &Connector<'_>,
    where_clause: Option<&impl ToTokens>,
    (methods, more): (Option<TokenStream>, Option<TokenStream>),
    body: impl FnOnce(&Ident) -> TokenStream,
) -> TokenStream {
    let ident = &connector.original.ident;
    let (impl_generics, ty_generics, _) = connector.original.generics.split_for_impl();
    let variants = connector.ways.iter().filter_map(|way| way.variant);
    let attributes = connector.fields().flat_map(|field| &field.original.attrs);
    let attributes = attributes.chain(variants.flat_map(|variant| &variant.attrs));
    let allow = allow_deprecated(connector.original.attrs.iter().chain(attributes));
    let deny = connector.attrs.has(Word::DenyUnknown).then(|| {
        quote!(
            const DENY_UNKNOWN: _c::bool = true;
        )
    });
    let reader = Ident::new("__reader", Span::mixed_site());
    let body = body(&reader);
    let items = quote! {
        #[automatically_derived]
        #allow
        impl #impl_generics _c::FromAccountConnector for #ident #ty_generics #where_clause {
            #deny
            #methods
            fn read_from(#reader: &mut _c::Reader<'_>) -> _c::Option<Self> {
                #body
            }
        }
        #more
    };
    within_library(&connector.attrs, &items)
}

/// Reads a field as an `Option`; on `None`, the reader has noted what is wrong. `hides_id` says whether
/// the `authentication_id` of an inner connector stays unsent.
fn of(field: &Field<'_>, reader: &Ident, hides_id: bool) -> TokenStream {
    let ty = &field.original.ty;
    let default = || quote_spanned!(at(ty)=> _c::Some(<#ty as _c::Default>::default()));
    match (field.role, &field.name) {
        (Some(Word::Skip), _) => default(),
        (Some(Word::Flatten), _) => {
            let reader = if hides_id { quote!(#reader.flattened()) } else { quote!(#reader) };
            quote_spanned!(at(ty)=> <#ty as _c::FromAccountConnector>::read_from(#reader))
        }
        (Some(role), _) => {
            let function = format_ident!("read_{}", role.text());
            quote!(_c::#function::<#ty>(#reader))
        }
        (None, Some(name)) => {
            let parse = field.attrs.path(Word::ParseWith);
            let absent = if field.attrs.has(Word::SkipIf) {
                default()
            } else if parse.is_some() {
                // The block keeps the trait's name out of the scope of the user's types.
                quote!({
                    use _c::AnyAbsent as _;
                    _c::Absent::<#ty>::value_if_absent()
                })
            } else {
                quote!(_c::None)
            };
            if let Some(parse) = parse {
                let arguments = quote_spanned!(at(parse)=> (#reader, #name, #absent, #parse));
                return quote!(_c::read_with::<#ty, _> #arguments);
            }
            quote!(_c::read_property::<#ty>(#reader, #name, #absent))
        }
        // Unreachable: a wrong name leads to `fallback`.
        (None, None) => quote!(_c::None),
    }
}

/// The traits that a field's type needs so that the field can be read.
fn readable(field: &Field<'_>) -> Option<&'static str> {
    Some(match field.role {
        None if field.attrs.has(Word::ParseWith) => {
            return field.attrs.has(Word::SkipIf).then_some("_c::Default");
        }
        None if field.attrs.has(Word::SkipIf) => "_c::FromPropertyText + _c::Default",
        None => "_c::FromPropertyText",
        Some(Word::Flatten) => "_c::FromAccountConnector",
        Some(Word::AuthValue) => "_c::FromAuthValue",
        Some(Word::AccessToken | Word::RefreshToken) => "_c::FromTokenPart<_c::Secret>",
        Some(Word::Expires | Word::RefreshExpires) => "_c::FromTokenPart<_c::UtcTimestamp>",
        Some(_) => "_c::Default",
    })
}
