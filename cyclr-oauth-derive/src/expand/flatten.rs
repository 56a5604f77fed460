//! What `flatten` adds: the names of inner connectors, and what has to be checked once the compiler
//! knows them.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use super::{at, generics, schema, word_of};
use crate::ast::{Connector, Field, Way};
use crate::schema::Schema;
use crate::symbol::Word;

pub(super) fn names(connector: &Connector<'_>, schema: Option<&Schema>) -> TokenStream {
    let pieces = connector.ways.iter().map(|way| pieces(connector, way));
    if flattened(connector).next().is_none() {
        let mut names: Vec<String> = Vec::new();
        for (name, _) in pieces.flatten().flat_map(|piece| piece.own) {
            // Within one way, none stands twice.
            if connector.ways.len() == 1 || !names.contains(&name) {
                names.push(name);
            }
        }
        return quote!(const PROPERTY_NAMES: _cyclr::Names = &[#(#names),*];);
    }
    let groups = pieces.map(|pieces| {
        let groups = pieces.iter().map(Piece::expand);
        quote!(&[#(#groups),*])
    });
    // With parameters, there is nothing to check before they are known.
    let with_parameters = generics::has_parameters(connector);
    let checks = with_parameters.then(|| checks(connector, quote!(Self))).into_iter().flatten();
    let own = quote!(Self);
    let definition = schema.and_then(Schema::definition).filter(|_| with_parameters);
    let against = definition.map(|definition| schema::checks(connector, definition, &own));
    let checks = checks.chain(against.into_iter().flatten());
    quote! {
        const NAME_GROUPS: &'static [&'static [_cyclr::Group]] = &[#(#groups),*];
        const PROPERTY_NAMES: _cyclr::Names = { #(#checks)* _cyclr::joined_names::<Self>() };
    }
}

/// Names that are sent one after the other: a connector's own, or those of one within it.
#[derive(Default)]
struct Piece<'c> {
    /// Each with what sends it.
    own: Vec<(String, String)>,
    inner: Option<(&'c Field<'c>, String)>,
}

impl Piece<'_> {
    fn expand(&self) -> TokenStream {
        if let Some((field, sender)) = &self.inner {
            let inner = inner(field);
            return quote!((#inner::PROPERTY_NAMES, &[#sender]));
        }
        let (names, senders): (Vec<_>, Vec<_>) =
            self.own.iter().map(|(name, sender)| (name, sender)).unzip();
        quote!((&[#(#names),*], &[#(#senders),*]))
    }
}

fn pieces<'c>(connector: &'c Connector<'c>, way: &'c Way<'c>) -> Vec<Piece<'c>> {
    let mut pieces = Vec::new();
    let mut own = Vec::new();
    for field in &way.fields {
        let sender = format!("{}{}", field.label(), way.place());
        if field.role == Some(Word::Flatten) {
            pieces.push(Piece { own: std::mem::take(&mut own), inner: None });
            pieces.push(Piece { own: Vec::new(), inner: Some((field, sender)) });
        } else if let (None, Some(name)) = (field.role, &field.name) {
            own.push((name.clone(), sender));
        }
    }
    own.extend(connector.constants(way).map(|(name, _)| {
        let name = name.value();
        let sender = format!("`property(\"{name}\" = …)`");
        (name, sender)
    }));
    pieces.push(Piece { own, inner: None });
    pieces.retain(|piece| piece.inner.is_some() || !piece.own.is_empty());
    pieces
}

pub(super) fn has_auth_value(connector: &Connector<'_>) -> Option<TokenStream> {
    if flattened(connector).next().is_none() {
        return connector.fields().any(|field| field.role.is_some_and(Word::is_auth)).then(|| {
            quote!(
                const HAS_AUTH_VALUE: _cyclr::bool = true;
            )
        });
    }
    let ways = connector.ways.iter().map(|way| {
        let own = way.with_role(Word::is_auth).next().map(|_| quote!(true)).into_iter();
        let inner = way.with_role(|role| role == Word::Flatten).map(|(_, field)| inner(field));
        quote!(&[#(#own,)* #(#inner::HAS_AUTH_VALUE),*])
    });
    Some(quote! {
        const HAVE_AUTH_VALUE: &'static [&'static [_cyclr::bool]] = &[#(#ways),*];
        const HAS_AUTH_VALUE: _cyclr::bool =
            _cyclr::any_of_any(<Self as _cyclr::AccountConnector>::HAVE_AUTH_VALUE);
    })
}

/// Has the compiler check at once what is known of inner connectors only after expansion.
pub(super) fn early_check(connector: &Connector<'_>) -> Option<TokenStream> {
    flattened(connector).next()?;
    if generics::has_parameters(connector) {
        return None;
    }
    let checks = checks(connector, named(connector));
    Some(quote!(#(const _: () = #checks)*))
}

/// The type, where its lifetimes aren't known.
pub(super) fn named(connector: &Connector<'_>) -> TokenStream {
    let ident = &connector.original.ident;
    let statics = connector.original.generics.lifetimes().map(|_| quote!('static));
    quote!(#ident<#(#statics),*>)
}

fn checks<'c>(
    connector: &'c Connector<'_>,
    ty: TokenStream,
) -> impl Iterator<Item = TokenStream> + 'c {
    flattening(connector).map(move |(index, way)| {
        let call = quote!(_cyclr::check_flatten::<#ty>(#index););
        let span = blame(connector, way);
        call.into_iter().map(|tree| located(tree, span)).collect()
    })
}

/// The ways that have something within them.
pub(super) fn flattening<'c, 'a>(
    connector: &'c Connector<'a>,
) -> impl Iterator<Item = (usize, &'c Way<'a>)> {
    let flattens = |way: &Way<'_>| way.fields.iter().any(|field| field.role == Some(Word::Flatten));
    connector.ways.iter().enumerate().filter(move |(_, way)| flattens(way))
}

pub(super) fn located(mut tree: TokenTree, span: Span) -> TokenTree {
    tree.set_span(tree.span().located_at(span));
    tree
}

pub(super) fn flattened<'c, 'a>(
    connector: &'c Connector<'a>,
) -> impl Iterator<Item = &'c Field<'a>> {
    connector.fields().filter(|field| field.role == Some(Word::Flatten))
}

pub(super) fn inner(field: &Field<'_>) -> TokenStream {
    let ty = &field.original.ty;
    quote_spanned!(at(ty)=> <#ty as _cyclr::AccountConnector>)
}

/// What to underline if inner connectors don't go together: the only one, or the struct or variant.
pub(super) fn blame(connector: &Connector<'_>, way: &Way<'_>) -> Span {
    let mut inner = way.with_role(|role| role == Word::Flatten);
    match (inner.next(), inner.next()) {
        (Some((_, field)), None) => word_of(&field.original.ty),
        _ => way.variant.map_or(&connector.original.ident, |variant| &variant.ident).span(),
    }
}
