//! The names of a connector's properties, and of those of the connectors inside it.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ast::{Connector, Field, Way};
use crate::expand::inner::{flattened, inner};
use crate::expand::{flatten, generics};
use crate::symbol::Word;

pub(crate) fn property_names(connector: &Connector<'_>, late: &[TokenStream]) -> TokenStream {
    let pieces = connector.ways.iter().map(|way| pieces(connector, way));
    if flattened(connector).next().is_none() {
        let names_of = |piece: Piece<'_>| piece.own.into_iter().map(|(name, _)| name);
        let ways: Vec<HashSet<String>> =
            pieces.clone().map(|way| way.into_iter().flat_map(names_of).collect()).collect();
        let mut names: Vec<String> = Vec::new();
        let mut seen = HashSet::new();
        for name in pieces.clone().flatten().flat_map(names_of) {
            if seen.insert(name.clone()) {
                names.push(name);
            }
        }
        let names_of_all = quote!(&[#(#names),*]);
        let names_of_all =
            if late.is_empty() { names_of_all } else { quote!({ #(#late)* #names_of_all }) };
        let several = (connector.ways.len() > 1).then(|| {
            let always = names.iter().filter(|name| ways.iter().all(|way| way.contains(*name)));
            let groups = pieces.map(|pieces| groups(&pieces));
            quote! {
                const ALWAYS: _c::Names = &[#(#always),*];
                const NAME_GROUPS: &'static [&'static [_c::Group]] = &[#(#groups),*];
            }
        });
        return quote! {
            const PROPERTY_NAMES: &'static [&'static _c::str] = #names_of_all;
            #several
        };
    }
    let groups = pieces.map(|pieces| groups(&pieces));
    let flattens = generics::has_parameters(connector)
        .then(|| flatten::checks(connector, &quote!(Self)))
        .into_iter()
        .flatten();
    let checks = flattens.chain(late.iter().cloned());
    quote! {
        const NAME_GROUPS: &'static [&'static [_c::Group]] = &[#(#groups),*];
        const PROPERTY_NAMES: &'static [&'static _c::str] = { #(#checks)* _c::joined_names::<Self>() };
        const ALWAYS: _c::Names = _c::names_of_each_way::<Self>();
    }
}

fn groups(pieces: &[Piece<'_>]) -> TokenStream {
    let groups = pieces.iter().map(Piece::expand);
    quote!(&[#(#groups),*])
}

/// Consecutive names: some of the connector's, or all of one inner connector's.
#[derive(Default)]
struct Piece<'c> {
    /// Names, each with what sends it.
    own: Vec<(String, String)>,
    inner: Option<(&'c Field<'c>, String)>,
}

impl Piece<'_> {
    fn expand(&self) -> TokenStream {
        if let Some((field, sender)) = &self.inner {
            let inner = inner(field);
            return quote!(_c::Group::within(#inner::PROPERTY_NAMES, #inner::ALWAYS, &[#sender]));
        }
        let (names, senders): (Vec<_>, Vec<_>) =
            self.own.iter().map(|(name, sender)| (name, sender)).unzip();
        quote!(_c::Group::own(&[#(#names),*], &[#(#senders),*]))
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
