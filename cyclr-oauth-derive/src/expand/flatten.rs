//! Checks of inner connectors by the compiler, which alone knows their names: none twice, and one
//! `AuthValue` at most.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ast::Connector;
use crate::expand::generics::{has_parameters, static_type};
use crate::expand::inner::{blame, flattened, flattening};
use crate::expand::span::located;

/// The checks as items, which the compiler evaluates even if nothing uses the connector.
pub(crate) fn early_checks(connector: &Connector<'_>) -> Option<TokenStream> {
    flattened(connector).next()?;
    if has_parameters(connector) {
        return None;
    }
    let checks = checks(connector, static_type(connector));
    Some(quote!(#(const _: () = #checks)*))
}

/// One check per way with an inner connector.
pub(crate) fn checks<'c>(
    connector: &'c Connector<'_>,
    ty: TokenStream,
) -> impl Iterator<Item = TokenStream> + 'c {
    flattening(connector).map(move |(index, way)| {
        located(quote!(_c::check_flatten::<#ty>(#index);), blame(connector, way))
    })
}
