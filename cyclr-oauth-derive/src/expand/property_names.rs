//! The names of a connector's properties, and of those of the connectors inside it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ast::{Connector, Field, Way};
use crate::expand::inner::{flattened, inner};
use crate::expand::{flatten, generics, schema};
use crate::schema::Schema;
use crate::symbol::Word;

pub(crate) fn property_names(connector: &Connector<'_>, schema: Option<&Schema>) -> TokenStream {
    let pieces = connector.ways.iter().map(|way| pieces(connector, way));
    if flattened(connector).next().is_none() {
        let mut names: Vec<String> = Vec::new();
        for (name, _) in pieces.flatten().flat_map(|piece| piece.own) {
            // `valid` has refused a name that one way has twice.
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
    // In a constant that the compiler evaluates once it knows the type parameters.
    let with_parameters = generics::has_parameters(connector);
    let checks =
        with_parameters.then(|| flatten::checks(connector, quote!(Self))).into_iter().flatten();
    let own = quote!(Self);
    let definition = schema.and_then(Schema::definition).filter(|_| with_parameters);
    let against = definition.map(|definition| schema::checks(connector, definition, &own));
    let checks = checks.chain(against.into_iter().flatten());
    quote! {
        const NAME_GROUPS: &'static [&'static [_cyclr::Group]] = &[#(#groups),*];
        const PROPERTY_NAMES: _cyclr::Names = { #(#checks)* _cyclr::joined_names::<Self>() };
    }
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
