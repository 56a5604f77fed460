//! What is emitted beside errors, so that the mistakes of one item are not repeated wherever it is
//! used.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ast::Connector;
use crate::expand::{free_lifetime, library};

pub(crate) fn connector(connector: &Connector<'_>) -> TokenStream {
    let ident = &connector.original.ident;
    let (impl_generics, ty_generics, where_clause) = connector.original.generics.split_for_impl();
    let library = library(&connector.attrs);
    let lifetime = free_lifetime(&connector.original.generics);
    let properties = connector.fields().filter(|field| field.role.is_none());
    let names = properties.filter_map(|field| field.name.as_ref());
    quote! {
        const _: () = {
            use #library::__private as _cyclr;
            #[automatically_derived]
            impl #impl_generics _cyclr::AccountConnector for #ident #ty_generics #where_clause {
                const PROPERTY_NAMES: _cyclr::Names = &[#(#names),*];
                fn visit_properties<#lifetime>(
                    &#lifetime self,
                    _: &mut _cyclr::PropertyVisitor<'_, #lifetime>,
                ) {}
            }
        };
    }
}
