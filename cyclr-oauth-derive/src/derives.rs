//! From an item to what its derive expands to.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::ctxt::Ctxt;
use crate::{ast, expand, fallback, schema, valid};

pub(crate) fn send(input: &DeriveInput) -> TokenStream {
    let ((connector, schema), errors) = Ctxt::collect(|ctxt| {
        let connector = ast::Connector::new(input, ctxt);
        let schema = schema::Schema::new(&connector.attrs, ctxt);
        valid::account_connector(&connector, schema.as_ref(), ctxt);
        (connector, schema)
    });
    match errors {
        None => expand::account_connector(&connector, schema.as_ref()),
        Some(errors) => {
            let fallback = fallback::account_connector(&connector);
            quote!(#errors #fallback)
        }
    }
}

pub(crate) fn read(input: &DeriveInput) -> TokenStream {
    let (connector, errors) = Ctxt::collect(|ctxt| {
        let connector = ast::Connector::new(input, ctxt);
        valid::account_connector(&connector, None, ctxt);
        valid::from_account_connector(&connector, ctxt);
        connector
    });
    match errors {
        None => expand::from_account_connector(&connector),
        Some(errors) => {
            let fallback = fallback::from_account_connector(&connector);
            quote!(#errors #fallback)
        }
    }
}

pub(crate) fn value(input: &DeriveInput) -> TokenStream {
    let (value, errors) = Ctxt::collect(|ctxt| {
        let value = ast::PropertyValue::new(input, ctxt);
        valid::property_value(&value, ctxt);
        value
    });
    match errors {
        None => expand::property_value(&value),
        Some(errors) => {
            let fallback = fallback::property_value(&value);
            quote!(#errors #fallback)
        }
    }
}
