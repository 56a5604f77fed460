//! Checks against the definition by the compiler, which alone knows the texts of enums and the names
//! of inner connectors.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::ast::{Connector, Field};
use crate::expand::generics::{has_parameters, mentions, static_type, with_static_lifetimes};
use crate::expand::inner::{blame, flattening};
use crate::expand::span::{located, word_of};
use crate::schema::{ALWAYS, Definition, Schema};

/// The checks as items. The first, `include_bytes!`, makes an edit of the file recompile the item.
pub(crate) fn items(connector: &Connector<'_>, schema: &Schema) -> Option<TokenStream> {
    let definition = schema.definition()?;
    let path = &schema.path;
    let texts = connector.fields().filter_map(|field| texts(connector, field, definition));
    let early = (!has_parameters(connector)).then(|| {
        let ty = static_type(connector);
        let checks = checks(connector, definition, &ty);
        quote!(#(const _: () = #checks)*)
    });
    Some(quote! {
        const _: &[_cyclr::u8] = _cyclr::include_bytes!(
            _cyclr::concat!(_cyclr::env!("CARGO_MANIFEST_DIR"), "/", #path)
        );
        #(#texts)*
        #early
    })
}

/// One check per way with an inner connector: the definition knows its names, and none is missing.
pub(crate) fn checks<'c>(
    connector: &'c Connector<'_>,
    definition: &'c Definition,
    ty: &'c TokenStream,
) -> impl Iterator<Item = TokenStream> + 'c {
    let allowed: Vec<String> = connector.attrs.allowed().map(|(name, _)| name.value()).collect();
    let name = &definition.name;
    let known = definition.properties().map(|parameter| &*parameter.name).chain(ALWAYS);
    let known: Vec<&str> = known.collect();
    let required = definition.required().map(|parameter| parameter.name.clone());
    let required: Vec<_> = required.filter(|name| !allowed.contains(name)).collect();
    flattening(connector).map(move |(index, way)| {
        let call = quote! {
            _cyclr::check_schema::<#ty>(
                #index, #name, &[#(#known),*], &[#(#required),*], &[#(#allowed),*],
            );
        };
        located(call, blame(connector, way))
    })
}

/// The check that all texts of a field's type are among the property's values.
fn texts(
    connector: &Connector<'_>,
    field: &Field<'_>,
    definition: &Definition,
) -> Option<TokenStream> {
    let name = field.name.as_ref().filter(|_| field.role.is_none())?;
    let parameter = definition.property(name).filter(|property| !property.values.is_empty())?;
    let ty = &field.original.ty;
    let generics = &connector.original.generics;
    let unknown = |word: &str| {
        word == "Self"
            || generics.type_params().any(|param| param.ident == word)
            || generics.const_params().any(|param| param.ident == word)
    };
    let allowed = connector.attrs.allowed().any(|(allowed, _)| allowed.value() == *name);
    if allowed || !field.may_list_texts() || mentions(quote!(#ty), &unknown) {
        return None;
    }
    let own = |ident: &Ident| generics.lifetimes().any(|param| param.lifetime.ident == *ident);
    // Nothing declares them outside the implementation.
    let ty = with_static_lifetimes(quote!(#ty), &own);
    let (connector, values) = (&definition.name, &parameter.values);
    let call = quote! {
        _cyclr::check_texts(_cyclr::Texts::<#ty>::TEXTS, #connector, #name, &[#(#values),*]);
    };
    let call = located(call, word_of(&field.original.ty));
    // The block keeps the trait's name out of the scope in which the user's types are looked up.
    Some(quote!(const _: () = { use _cyclr::AnyTexts as _; #call };))
}
