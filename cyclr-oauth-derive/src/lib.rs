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
mod parts;
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

// All of it, in order.
mod derives;

#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

#[doc = include_str!("../docs/account_connector.md")]
#[proc_macro_derive(AccountConnector, attributes(cyclr))]
pub fn account_connector(input: TokenStream) -> TokenStream {
    lengths::with_any_length(input.into(), derives::send).into()
}

#[doc = include_str!("../docs/from_account_connector.md")]
#[proc_macro_derive(FromAccountConnector, attributes(cyclr))]
pub fn from_account_connector(input: TokenStream) -> TokenStream {
    lengths::with_any_length(input.into(), derives::read).into()
}

#[doc = include_str!("../docs/property_value.md")]
#[proc_macro_derive(PropertyValue, attributes(cyclr))]
pub fn property_value(input: TokenStream) -> TokenStream {
    lengths::with_any_length(input.into(), derives::value).into()
}
