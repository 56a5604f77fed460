//! What of a schema the compiler checks after expansion: the texts of enums, and what is within.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{flatten, generics, word_of};
use crate::ast::{Connector, Field};
use crate::schema::{Definition, Schema};
use crate::valid::{ALWAYS, may_be_outside_values};

/// The items beside the implementation; for the first, the file is read anew when it changes.
pub(super) fn items(connector: &Connector<'_>, schema: &Schema) -> Option<TokenStream> {
    let definition = schema.definition()?;
    let path = &schema.path;
    let texts = connector.fields().filter_map(|field| texts(connector, field, definition));
    let early = (!generics::has_parameters(connector)).then(|| {
        let ty = flatten::named(connector);
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

/// For each way that has something within, that its names are known and none is missing.
pub(super) fn checks<'c>(
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
    flatten::flattening(connector).map(move |(index, way)| {
        let call = quote! {
            _cyclr::check_schema::<#ty>(
                #index, #name, &[#(#known),*], &[#(#required),*], &[#(#allowed),*],
            );
        };
        let span = flatten::blame(connector, way);
        call.into_iter().map(|tree| flatten::located(tree, span)).collect()
    })
}

/// That all texts of a field's type are among the property's values.
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
    if allowed || !may_be_outside_values(field) || generics::mentions(quote!(#ty), &unknown) {
        return None;
    }
    let own = |ident: &Ident| generics.lifetimes().any(|param| param.lifetime.ident == *ident);
    // They aren't known out here.
    let ty = generics::with_static_lifetimes(quote!(#ty), &own);
    let (connector, values) = (&definition.name, &parameter.values);
    let call = quote! {
        _cyclr::check_texts(_cyclr::Texts::<#ty>::TEXTS, #connector, #name, &[#(#values),*]);
    };
    let span = word_of(&field.original.ty);
    let call: TokenStream = call.into_iter().map(|tree| flatten::located(tree, span)).collect();
    // In a block of its own, lest the trait's name be in scope where the user's types are looked up.
    Some(quote!(const _: () = { use _cyclr::AnyTexts as _; #call };))
}
