//! Writes an implementation that does nothing, for an item with mistakes: without it, the compiler
//! would report a missing implementation wherever the item is used.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ast::{Connector, PropertyValue};
use crate::expand::{
    free_lifetime, from_account_connector_impl, property_value_impl, within_library,
};

pub(crate) fn account_connector(connector: &Connector<'_>) -> TokenStream {
    let ident = &connector.original.ident;
    let (impl_generics, ty_generics, where_clause) = connector.original.generics.split_for_impl();
    let lifetime = free_lifetime(&connector.original.generics);
    let properties = connector.fields().filter(|field| field.role.is_none());
    let names = properties.filter_map(|field| field.name.as_ref());
    let items = quote! {
        #[automatically_derived]
        impl #impl_generics _c::AccountConnector for #ident #ty_generics #where_clause {
            const PROPERTY_NAMES: &'static [&'static _c::str] = &[#(#names),*];
            fn visit_properties<#lifetime>(
                &#lifetime self,
                _: &mut _c::Visitor<'_, #lifetime>,
            ) {}
        }
    };
    within_library(&connector.attrs, &items)
}

pub(crate) fn from_account_connector(connector: &Connector<'_>) -> TokenStream {
    let where_clause = connector.original.generics.where_clause.as_ref();
    from_account_connector_impl(connector, where_clause, (None, None), |_| quote!(_c::None))
}

pub(crate) fn property_value(value: &PropertyValue<'_>) -> TokenStream {
    let error = quote!(_c::Err(_c::InvalidPropertyText::new("")));
    property_value_impl(value, &quote!(_c::None), |_| error)
}
