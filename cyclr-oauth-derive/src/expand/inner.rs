//! The connectors inside a connector: fields with `flatten`, and what tuple variants hold.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use crate::ast::{Connector, Field, Way};
use crate::expand::span::{at, word_of};
use crate::symbol::Word;

/// The fields that are connectors.
pub(crate) fn flattened<'c, 'a>(
    connector: &'c Connector<'a>,
) -> impl Iterator<Item = &'c Field<'a>> {
    connector.fields().filter(|field| field.role == Some(Word::Flatten))
}

/// The ways with such a field, each with its index.
pub(crate) fn flattening<'c, 'a>(
    connector: &'c Connector<'a>,
) -> impl Iterator<Item = (usize, &'c Way<'a>)> {
    let flattens = |way: &Way<'_>| way.fields.iter().any(|field| field.role == Some(Word::Flatten));
    connector.ways.iter().enumerate().filter(move |(_, way)| flattens(way))
}

/// The field's type as an `AccountConnector`.
pub(crate) fn inner(field: &Field<'_>) -> TokenStream {
    let ty = &field.original.ty;
    quote_spanned!(at(ty)=> <#ty as _c::AccountConnector>)
}

/// What the compiler underlines if inner connectors clash: the only one, else the struct or variant.
pub(crate) fn blame(connector: &Connector<'_>, way: &Way<'_>) -> Span {
    let mut inner = way.with_role(|role| role == Word::Flatten);
    match (inner.next(), inner.next()) {
        (Some((_, field)), None) => word_of(&field.original.ty),
        _ => way.variant.map_or(&connector.original.ident, |variant| &variant.ident).span(),
    }
}
