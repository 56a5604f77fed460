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
    if has_parameters(connector) {
        return None;
    }
    let checks = checks(connector, &static_type(connector));
    Some(quote!(#(const _: () = #checks)*))
}

/// What the compiler goes down in search of a connector within itself.
pub(crate) fn within(connector: &Connector<'_>) -> Option<TokenStream> {
    let types: Vec<_> = flattened(connector).map(|field| &field.original.ty).collect();
    types.first()?;
    let (ident, early) = (connector.original.ident.unraw().to_string(), !has_parameters(connector));
    let list = types
        .into_iter()
        .rev()
        .fold(quote!(_c::Nothing), |rest, ty| quote!(_c::Of::<#ty>::and(#rest)));
    Some(quote! {
        const AROUND: _c::Option<_c::Around> = _c::Around::new(#ident, #early);
        fn within() -> impl _c::Inner {
            #list
        }
    })
}

/// One check that the connector isn't within itself, and one per way with an inner connector.
pub(crate) fn checks(connector: &Connector<'_>, ty: &TokenStream) -> Vec<TokenStream> {
    let mut fields = flattened(connector);
    let blamed = match (fields.next(), fields.next()) {
        (None, _) => return Vec::new(),
        (Some(field), None) => word_of(&field.original.ty),
        _ => connector.original.ident.span(),
    };
    let end = located(quote!(_c::check_end::<#ty>();), blamed);
    let ways = flattening(connector).map(|(index, way)| {
        located(quote!(_c::check_flatten::<#ty>(#index);), blame(connector, way))
    });
    [end].into_iter().chain(ways).collect()
}
