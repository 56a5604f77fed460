//! The derive macros of `cyclr-oauth`, which re-exports them: depend on that crate, not on this.
//!
//! [`AccountConnector`] turns a struct or an enum into the data that Cyclr takes for an account
//! connector, [`FromAccountConnector`] reads it back, and [`PropertyValue`] turns an enum into
//! the value of one property.

#![forbid(unsafe_code)]

// The stages, in order: none uses a later one.

// What the parser doesn't know.
mod lengths;

// Words, mistakes, names.
mod case;
mod ctxt;
mod mention;
mod suggest;
mod symbol;
mod type_name;

// `#[cyclr(…)]`.
mod attr;

// The item, and the definition that `schema` names.
mod ast;
mod schema;

// The rules.
mod valid;

// The generated code.
mod expand;

// The generated code after a mistake.
mod fallback;

#[cfg(test)]
mod tests;

use proc_macro::TokenStream;
use quote::quote;
use syn::DeriveInput;

use ctxt::Ctxt;

#[doc = include_str!("../docs/account_connector.md")]
#[proc_macro_derive(AccountConnector, attributes(cyclr))]
pub fn account_connector(input: TokenStream) -> TokenStream {
    lengths::with_any_length(input.into(), send).into()
}

fn send(input: &DeriveInput) -> proc_macro2::TokenStream {
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

#[doc = include_str!("../docs/from_account_connector.md")]
#[proc_macro_derive(FromAccountConnector, attributes(cyclr))]
pub fn from_account_connector(input: TokenStream) -> TokenStream {
    lengths::with_any_length(input.into(), read).into()
}

fn read(input: &DeriveInput) -> proc_macro2::TokenStream {
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

#[doc = include_str!("../docs/property_value.md")]
#[proc_macro_derive(PropertyValue, attributes(cyclr))]
pub fn property_value(input: TokenStream) -> TokenStream {
    lengths::with_any_length(input.into(), value).into()
}

fn value(input: &DeriveInput) -> proc_macro2::TokenStream {
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
