//! Checks that the compiler makes, which alone knows what types are and which names are in inner
//! connectors.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Generics;

use crate::ast::{Connector, Field, Way};
use crate::expand::generics::{has_parameters, static_type, statically};
use crate::expand::inner::{blame, flattened, flattening};
use crate::expand::property::kind_made;
use crate::expand::rules::Rules;
use crate::expand::span::{located, word_of};
use crate::mention::mentions_parameters;
use crate::schema::{Definition, Schema, WITHOUT_TOKENS};
use crate::symbol::Word;

/// A constant costs the compiler more than a check in it, and reports the first mistake of those in it. A
/// connector with more properties than that is not one that somebody writes by hand.
const CONSTANTS: usize = 16;

/// The checks as items. The first, `include_bytes!`, makes an edit of the file recompile the item.
pub(crate) fn items(
    connector: &Connector<'_>,
    schema: Option<&Schema>,
    rules: Option<&Rules<'_>>,
) -> TokenStream {
    let file = schema.map(|schema| {
        let path = &schema.path;
        quote! {
            const _: &[_c::u8] = _c::include_bytes!(
                _c::concat!(_c::env!("CARGO_MANIFEST_DIR"), "/", #path)
            );
        }
    });
    let generics = &connector.original.generics;
    let is_early = |field: &Field<'_>| !is_late(generics, field);
    // Nothing declares the lifetimes outside the implementation.
    let early = fields(connector, rules, is_early).map(|check| statically(generics, check));
    let early: Vec<_> = early.collect();
    let early =
        early.chunks(early.len().div_ceil(CONSTANTS).max(1)).map(|checks| quote!(#(#checks)*));
    let ways = rules.filter(|_| !has_parameters(connector));
    let ways = ways.into_iter().flat_map(|_| check_ways(connector, &static_type(connector)));
    let within = rules.into_iter().flat_map(|_| within(connector));
    let within = within.map(|check| statically(generics, check));
    let rules = rules.map(Rules::expand);
    quote! {
        #file
        #rules
        #(const _: () = { #early };)*
        #(const _: () = { #ways };)*
        #(const _: () = { #within };)*
    }
}

/// Whether its type, or the function of `with`, means something inside the implementation only.
fn is_late(generics: &Generics, field: &Field<'_>) -> bool {
    mentions_parameters(generics, &field.original.ty)
        || field.attrs.path(Word::With).is_some_and(|path| mentions_parameters(generics, path))
}

/// One check per inner connector whose type is known: its properties are held in types that suit them.
fn within<'c>(connector: &'c Connector<'_>) -> impl Iterator<Item = TokenStream> + 'c {
    let generics = &connector.original.generics;
    let known =
        flattened(connector).filter(|field| !mentions_parameters(generics, &field.original.ty));
    known.map(|field| {
        let ty = &field.original.ty;
        located(quote!(_c::check_within::<#ty>(__TABLE);), word_of(ty))
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
pub(crate) fn late(connector: &Connector<'_>, rules: Option<&Rules<'_>>) -> Vec<TokenStream> {
    let generics = &connector.original.generics;
    let is_late = |field: &Field<'_>| is_late(generics, field);
    let fields = fields(connector, rules, is_late);
    let own = quote!(Self);
    let rules = rules.filter(|_| has_parameters(connector));
    let ways = rules.into_iter().flat_map(|_| check_ways(connector, &own));
    fields.chain(ways).collect()
}

/// One check per way with an inner connector: the definition knows its names, and none is missing.
fn check_ways(connector: &Connector<'_>, ty: &TokenStream) -> Vec<TokenStream> {
    let check = |(index, way): (usize, &Way<'_>)| {
        located(quote!(_c::check_schema::<#ty>(#index, __TABLE);), blame(connector, way))
    };
    flattening(connector).map(check).collect()
}

/// One statement per rule about the type of a field that this item has.
fn fields<'c>(
    connector: &'c Connector<'_>,
    rules: Option<&'c Rules<'_>>,
    which: impl Fn(&Field<'_>) -> bool + 'c,
) -> impl Iterator<Item = TokenStream> + 'c {
    let ways = connector.ways.iter();
    let fields = ways.flat_map(|way| way.fields.iter().map(move |field| (way, field)));
    fields.filter(move |(_, field)| which(field)).filter_map(move |(way, field)| {
        let (check, span) = match field.role {
            None => value(connector, field, rules),
            Some(Word::AuthValue) => tokens(connector, way, field, rules?.definition),
            Some(_) => None,
        }?;
        Some(located(quote!(#check;), span))
    })
}

/// What the definition, or the name `ClientSecret`, demands of the type of a property.
pub(crate) fn value(
    connector: &Connector<'_>,
    field: &Field<'_>,
    rules: Option<&Rules<'_>>,
) -> Option<(TokenStream, Span)> {
    let name = field.name.as_ref().filter(|_| field.role.is_none())?;
    let ty = &field.original.ty;
    let (is_secret, with) = (field.attrs.has(Word::Secret), field.attrs.path(Word::With));
    let allowed = connector.attrs.allowed().find(|(allowed, _)| allowed.value() == *name);
    let demanding = rules.and_then(|rules| rules.demanding(name));
    let held = quote!(_c::Of::<#ty>::KIND);
    let hidden = if is_secret { quote!(#held.hidden()) } else { held.clone() };
    let is_client_secret = name == "ClientSecret" && !is_secret && allowed.is_none();
    let Some((place, parameter)) = demanding else {
        return is_client_secret.then(|| (quote!(_c::check_client_secret(#held)), word_of(ty)));
    };
    let sent = with.map_or_else(|| held.clone(), |path| kind_made(path, ty));
    if let Some((allowed, _)) = allowed {
        // What several ways send may need the `allow` in one of them.
        let alone = connector.fields().filter(|other| other.name == field.name).count() == 1;
        let skips = !parameter.is_optional && field.attrs.has(Word::SkipIf);
        let check = quote!(_c::check_allow(#hidden, #sent, __RULES, #place));
        return (alone && !skips).then(|| (check, allowed.span()));
    }
    let check = if with.is_some() {
        quote!(_c::check_computed(#hidden, #sent, __RULES, #place))
    } else {
        quote!(_c::check_value(#hidden, __RULES, #place))
    };
    let client_secret = (is_client_secret && !parameter.is_sensitive)
        .then(|| quote!(_c::check_client_secret(#held);));
    Some((quote!(#client_secret #check), word_of(ty)))
}

/// The connector takes OAuth tokens, if the field's type holds some.
fn tokens(
    connector: &Connector<'_>,
    way: &Way<'_>,
    field: &Field<'_>,
    definition: &Definition,
) -> Option<(TokenStream, Span)> {
    let types = definition.auth_types(connector.text(way, Word::AuthenticationId));
    if types.is_empty() || !types.iter().all(|one| WITHOUT_TOKENS.contains(one)) {
        return None;
    }
    let (name, ty) = (&definition.name, &field.original.ty);
    let listed = types.iter().map(|one| format!("`{one}`")).collect::<Vec<_>>().join(" or ");
    let check = quote!(_c::check_auth_value(_c::Of::<#ty>::TOKENS, #name, #listed));
    Some((check, word_of(ty)))
}
