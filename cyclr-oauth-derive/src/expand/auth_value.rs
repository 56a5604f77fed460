//! How a connector authenticates: its `AuthValue`.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};

use crate::ast::{Connector, Field, Way};
use crate::expand::inner::{flattened, inner};
use crate::expand::span::at;
use crate::expand::way::{self, reference};
use crate::symbol::Word;

/// Whether any way has an `AuthValue`.
pub(crate) fn has_auth_value(connector: &Connector<'_>) -> Option<TokenStream> {
    if flattened(connector).next().is_none() {
        return connector.fields().any(|field| field.role.is_some_and(Word::is_auth)).then(|| {
            quote!(
                const HAS_AUTH_VALUE: _c::bool = true;
            )
        });
    }
    let ways = connector.ways.iter().map(|way| {
        let own = way.with_role(Word::is_auth).next().map(|_| quote!(true)).into_iter();
        let inner = way.with_role(|role| role == Word::Flatten).map(|(_, field)| inner(field));
        quote!(&[#(#own,)* #(#inner::HAS_AUTH_VALUE),*])
    });
    Some(quote! {
        const HAVE_AUTH_VALUE: &'static [&'static [_c::bool]] = &[#(#ways),*];
        const HAS_AUTH_VALUE: _c::bool = _c::any_auth_value::<Self>();
    })
}

pub(crate) fn auth_value(connector: &Connector<'_>) -> Option<TokenStream> {
    let takes_part = |role: Word| role.is_auth() || role == Word::Flatten;
    connector.fields().find(|field| field.role.is_some_and(takes_part))?;
    // The way's `AuthValue` wins over those of inner connectors.
    let reads = |way: &Way<'_>, field: &Field<'_>| match field.role {
        Some(Word::Flatten) => way.with_role(Word::is_auth).next().is_none(),
        role => role.is_some_and(Word::is_auth),
    };
    let body =
        way::each_reading(connector, reads, |way| of(way).unwrap_or_else(|| quote!(_c::None)));
    Some(quote! {
        fn auth_value(&self) -> _c::Option<_c::AuthValueRef<'_>> {
            #body
        }
    })
}

fn of(way: &Way<'_>) -> Option<TokenStream> {
    let part = |word, function: &str| {
        let found = way.with_role(|role| role == word).next();
        found.map_or_else(
            || quote!(_c::None),
            |(_, field)| {
                let ty = &field.original.ty;
                let function = format_ident!("{function}");
                let value = reference(way, field, at(ty));
                quote!(_c::#function::<#ty>(#value))
            },
        )
    };
    let has = |word| way.with_role(move |role| role == word).next().is_some();
    if has(Word::AuthValue) {
        return Some(part(Word::AuthValue, "auth_value"));
    }
    if has(Word::AccessToken) {
        let access_token = part(Word::AccessToken, "token");
        let refresh_token = part(Word::RefreshToken, "token");
        let expires = part(Word::Expires, "expiry");
        let refresh_expires = part(Word::RefreshExpires, "expiry");
        return Some(quote!(_c::tokens(#access_token, #refresh_token, #expires, #refresh_expires)));
    }
    let mut inner = way.with_role(|role| role == Word::Flatten).map(|(_, field)| {
        let (inner, value) = (inner(field), reference(way, field, Span::call_site()));
        quote!(#inner::auth_value(#value))
    });
    let first = inner.next()?;
    Some(quote!(#first #(.or_else(|| #inner))*))
}
