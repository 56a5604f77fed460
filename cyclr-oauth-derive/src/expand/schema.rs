//! Checks that the compiler makes, which alone knows what types are and which names are in inner
//! connectors.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use crate::ast::{Connector, Field, Way};
use crate::expand::generics::{has_parameters, static_type, statically};
use crate::expand::inner::{blame, flattened, flattening};
use crate::expand::property::call;
use crate::expand::span::{at, located, word_of};
use crate::mention::mentions_parameters;
use crate::schema::{ALWAYS, Definition, Parameter, Schema, WITHOUT_TOKENS};
use crate::symbol::Word;

/// The checks as items. The first, `include_bytes!`, makes an edit of the file recompile the item.
pub(crate) fn items(connector: &Connector<'_>, schema: Option<&Schema>) -> TokenStream {
    let file = schema.map(|schema| {
        let path = &schema.path;
        quote! {
            const _: &[_c::u8] = _c::include_bytes!(
                _c::concat!(_c::env!("CARGO_MANIFEST_DIR"), "/", #path)
            );
        }
    });
    let definition = schema.and_then(Schema::definition);
    let generics = &connector.original.generics;
    let is_early = |field: &Field<'_>| !mentions_parameters(generics, &field.original.ty);
    // Nothing declares the lifetimes outside the implementation.
    let early = fields(connector, definition, is_early).map(|check| statically(generics, check));
    let ways = definition.filter(|_| !has_parameters(connector)).map(|definition| {
        let checks = ways(connector, definition, &static_type(connector));
        quote!(#(const _: () = #checks)*)
    });
    let within = definition.into_iter().flat_map(|definition| within(connector, definition));
    let within = within.map(|check| statically(generics, check));
    quote! {
        #file
        #(const _: () = #early;)*
        #ways
        #(const _: () = #within;)*
    }
}

/// One check per inner connector whose type is known: its properties are held in types that suit them.
fn within<'c>(
    connector: &'c Connector<'_>,
    definition: &'c Definition,
) -> impl Iterator<Item = TokenStream> + 'c {
    let generics = &connector.original.generics;
    let rules = definition.properties().filter(|parameter| {
        !connector.attrs.allowed().any(|(allowed, _)| allowed.value() == parameter.name)
    });
    let rules: Vec<_> =
        rules.filter_map(|parameter| rule(definition, parameter, parameter.is_sensitive)).collect();
    let known =
        flattened(connector).filter(|field| !mentions_parameters(generics, &field.original.ty));
    known.map(move |field| {
        let ty = &field.original.ty;
        let check = quote!(_c::check_within::<#ty>(&[#(#rules),*]));
        located(check, word_of(ty))
    })
}

/// What a property demands of its type, if anything.
fn rule(definition: &Definition, parameter: &Parameter, sensitive: bool) -> Option<TokenStream> {
    let required = !parameter.is_optional;
    let mut values: Vec<_> = parameter.values.iter().map(String::as_str).collect();
    // The compiler compares them with a type's texts in one pass.
    values.sort_unstable();
    let (connector, name) = (&definition.name, &parameter.name);
    (required || sensitive || !values.is_empty()).then(|| {
        quote! {
            _c::Rule {
                connector: #connector,
                name: #name,
                required: #required,
                sensitive: #sensitive,
                values: &[#(#values),*],
            }
        }
    })
}

/// Which connector the item was checked against.
pub(crate) fn defined(definition: &Definition) -> TokenStream {
    let Definition { id, name, version, .. } = definition;
    let version =
        version.as_ref().map_or_else(|| quote!(_c::None), |version| quote!(_c::Some(#version)));
    quote! {
        const DEFINITION: _c::Option<_c::ConnectorDefinition> =
            _c::Some(_c::ConnectorDefinition::new(#id, #name, #version));
    }
}

/// The checks that depend on type parameters, for a constant that the compiler evaluates once it
/// knows them.
pub(crate) fn late(connector: &Connector<'_>, schema: Option<&Schema>) -> Vec<TokenStream> {
    let definition = schema.and_then(Schema::definition);
    let generics = &connector.original.generics;
    let is_late = |field: &Field<'_>| mentions_parameters(generics, &field.original.ty);
    let fields = fields(connector, definition, is_late);
    let fields = fields.map(|check| quote!(#check;));
    let own = quote!(Self);
    let definition = definition.filter(|_| has_parameters(connector));
    let ways = definition.into_iter().flat_map(|definition| ways(connector, definition, &own));
    fields.chain(ways).collect()
}

/// One check per way with an inner connector: the definition knows its names, and none is missing.
fn ways(connector: &Connector<'_>, definition: &Definition, ty: &TokenStream) -> Vec<TokenStream> {
    let allowed: Vec<String> = connector.attrs.allowed().map(|(name, _)| name.value()).collect();
    let name = &definition.name;
    let known = definition.properties().map(|parameter| &*parameter.name).chain(ALWAYS);
    let known: Vec<&str> = known.collect();
    let required = definition.required().map(|parameter| parameter.name.clone());
    let required: Vec<_> = required.filter(|name| !allowed.contains(name)).collect();
    let check = |(index, way): (usize, &Way<'_>)| {
        let call = quote! {
            _c::check_schema::<#ty>(
                #index, #name, &[#(#known),*], &[#(#required),*], &[#(#allowed),*],
            );
        };
        located(call, blame(connector, way))
    };
    flattening(connector).map(check).collect()
}

/// One block per rule about the type of a field that this item has.
fn fields<'c>(
    connector: &'c Connector<'_>,
    definition: Option<&'c Definition>,
    which: impl Fn(&Field<'_>) -> bool + 'c,
) -> impl Iterator<Item = TokenStream> + 'c {
    let ways = connector.ways.iter();
    let fields = ways.flat_map(|way| way.fields.iter().map(move |field| (way, field)));
    fields.filter(move |(_, field)| which(field)).filter_map(move |(way, field)| {
        let (check, span) = match field.role {
            None => value(connector, field, definition),
            Some(Word::AuthValue) => tokens(connector, way, field, definition),
            Some(_) => None,
        }?;
        Some(located(check, span))
    })
}

/// What the definition, or the name `ClientSecret`, demands of the type of a property.
pub(crate) fn value(
    connector: &Connector<'_>,
    field: &Field<'_>,
    definition: Option<&Definition>,
) -> Option<(TokenStream, Span)> {
    let name = field.name.as_ref().filter(|_| field.role.is_none())?;
    let ty = &field.original.ty;
    let is_secret = field.attrs.has(Word::Secret);
    let allowed = connector.attrs.allowed().find(|(allowed, _)| allowed.value() == *name);
    let held = quote!(_c::Of::<#ty>::KIND);
    let demanding = definition.and_then(|definition| {
        let parameter = definition.property(name)?;
        let sensitive = (parameter.is_sensitive || name == "ClientSecret") && !is_secret;
        Some((rule(definition, parameter, sensitive)?, !parameter.is_optional))
    });
    let Some((rule, required)) = demanding else {
        let check = quote!(_c::check_client_secret(#held));
        return (name == "ClientSecret" && !is_secret && allowed.is_none())
            .then(|| (check, word_of(ty)));
    };
    let sent = field.attrs.path(Word::With).map_or_else(
        || held.clone(),
        |path| {
            let call = call(path, &quote_spanned!(at(path)=> __field));
            quote!(_c::kind_made::<#ty, _>(|__field| #call))
        },
    );
    let Some((allowed, _)) = allowed else {
        return Some((quote!(_c::check_value(#held, #sent, #rule)), word_of(ty)));
    };
    // What several ways send may need the `allow` in one of them.
    let alone = connector.fields().filter(|other| other.name == field.name).count() == 1;
    let skips = required && field.attrs.has(Word::SkipIf);
    (alone && !skips).then(|| (quote!(_c::check_allow(#held, #sent, #rule)), allowed.span()))
}

/// The connector takes OAuth tokens, if the field's type holds some.
fn tokens(
    connector: &Connector<'_>,
    way: &Way<'_>,
    field: &Field<'_>,
    definition: Option<&Definition>,
) -> Option<(TokenStream, Span)> {
    let definition = definition?;
    let types = definition.auth_types(connector.text(way, Word::AuthenticationId));
    if types.is_empty() || !types.iter().all(|one| WITHOUT_TOKENS.contains(one)) {
        return None;
    }
    let (name, ty) = (&definition.name, &field.original.ty);
    let listed = types.iter().map(|one| format!("`{one}`")).collect::<Vec<_>>().join(" or ");
    let check = quote!(_c::check_auth_value(_c::Of::<#ty>::TOKENS, #name, #listed));
    Some((check, word_of(ty)))
}
