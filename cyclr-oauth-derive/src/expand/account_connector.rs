//! Writes `impl AccountConnector`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::ast::Connector;
use crate::expand::auth_value::{auth_value, has_auth_value};
use crate::expand::deprecated::allow_deprecated;
use crate::expand::flatten::{early_checks, within};
use crate::expand::generics::{Direction, definite_checks, free_lifetime, sendable, where_clause};
use crate::expand::identity::identity;
use crate::expand::inner::flattened;
use crate::expand::library::within_library;
use crate::expand::property_names::property_names;
use crate::expand::rules::Rules;
use crate::expand::values::values;
use crate::expand::{property, schema, way};
use crate::schema::Schema;
use crate::symbol::Word;

pub(crate) fn account_connector(connector: &Connector<'_>, schema: Option<&Schema>) -> TokenStream {
    let ident = &connector.original.ident;
    let (impl_generics, ty_generics, _) = connector.original.generics.split_for_impl();
    let definition = schema.and_then(Schema::definition);
    let rules = definition.map(|definition| Rules::new(connector, definition));
    let where_clause = where_clause(connector, |field| {
        // The checks of its type need to know what it is.
        let checked = schema::value(connector, field, rules.as_ref()).is_some();
        sendable(field).map(|bound| match bound {
            "_c::PropertyValue" if checked => "_c::PropertyValue + _c::PropertyKind",
            bound => bound,
        })
    });
    let variants = connector.ways.iter().filter_map(|way| way.variant);
    let attributes = connector.fields().flat_map(|field| &field.original.attrs);
    let attributes = attributes.chain(variants.flat_map(|variant| &variant.attrs));
    let allow = allow_deprecated(connector.original.attrs.iter().chain(attributes));
    let late = schema::late(connector, rules.as_ref());
    let names = property_names(connector, &late);
    let values = values(connector);
    let within = within(connector);
    let defined = definition.map(schema::defined);
    let has_auth_value = has_auth_value(connector);
    let identity = identity(connector);
    let auth_value = auth_value(connector);
    let early_checks = early_checks(connector);
    let definite_checks = definite_checks(connector, Direction::Send, sendable);
    let against = schema::items(connector, schema, rules.as_ref());
    // Without a use of the constant, the compiler would skip the checks in it.
    let late_checks = (!late.is_empty()
        || (early_checks.is_none() && flattened(connector).next().is_some()))
    .then(|| quote!(let _ = <Self as _c::AccountConnector>::PROPERTY_NAMES;));

    // Neither name can clash with a function or a lifetime of the user.
    let out = Ident::new("_v", Span::mixed_site());
    let lifetime = free_lifetime(&connector.original.generics);
    let properties = way::each(
        connector,
        |field| !matches!(field.role, Some(role) if role != Word::Flatten),
        |way| {
            let properties = property::properties(connector, way, &out);
            let constants = connector.constants(way).map(|pair| property::constant(pair, &out));
            quote!(#(#properties)* #(#constants)*)
        },
    );

    // Without `diagnostic::do_not_recommend`: it needs the prelude, and would hide the bound that a type with
    // parameters doesn't meet.
    let items = quote! {
        use _c::Unknown as _;
        #[automatically_derived]
        #allow
        impl #impl_generics _c::AccountConnector for #ident #ty_generics #where_clause {
            #names
            #values
            #within
            #defined
            #has_auth_value
            #identity
            fn visit_properties<#lifetime>(
                &#lifetime self,
                #out: &mut _c::Visitor<'_, #lifetime>,
            ) {
                #late_checks
                #properties
            }
            #auth_value
        }
        #definite_checks
        #early_checks
        #against
    };
    within_library(&connector.attrs, &items)
}
