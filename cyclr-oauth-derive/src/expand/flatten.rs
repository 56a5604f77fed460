//! Checks of inner connectors by the compiler, which alone knows their names: none twice, one
//! `AuthValue` at most, and none within itself.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use crate::ast::Connector;
use crate::expand::generics::{has_parameters, static_type};
use crate::expand::inner::{blame, flattened, flattening};
use crate::expand::span::{located, word_of};

/// The checks as items, which the compiler evaluates even if nothing uses the connector.
pub(crate) fn early_checks(connector: &Connector<'_>) -> Option<TokenStream> {
    flattened(connector).next()?;
    if has_parameters(connector) {
        return None;
    }
    let checks = checks(connector, static_type(connector));
    let mut fields = flattened(connector);
    let blamed = match (fields.next(), fields.next()) {
        (Some(field), None) => word_of(&field.original.ty),
        _ => connector.original.ident.span(),
    };
    let ty = static_type(connector);
    let end = located(quote!(_c::check_end::<#ty>();), blamed);
    Some(quote!(const _: () = #end #(const _: () = #checks)*))
}

/// What the compiler goes down in search of a connector within itself.
pub(crate) fn within(connector: &Connector<'_>) -> Option<TokenStream> {
    let types: Vec<_> = flattened(connector).map(|field| &field.original.ty).collect();
    types.first()?;
    let (ident, early) = (connector.original.ident.unraw().to_string(), !has_parameters(connector));
    let list = types
        .into_iter()
        .rev()
        .fold(quote!(_c::Nothing), |rest, ty| quote!(_c::and::<#ty, _>(#rest)));
    Some(quote! {
        const AROUND: _c::Option<_c::Around> = _c::Around::new(#ident, #early);
        fn within() -> impl _c::Inner {
            #list
        }
    })
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
