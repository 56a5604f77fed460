//! One property of a connector.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{ExprPath, LitStr};

use crate::ast::{Field, Way};
use crate::expand::inner::inner;
use crate::expand::json_name::visitor;
use crate::expand::span::at;
use crate::expand::way::reference;
use crate::symbol::Word;

pub(crate) fn property(way: &Way<'_>, field: &Field<'_>, out: &Ident) -> Option<TokenStream> {
    let ty = &field.original.ty;
    if field.role == Some(Word::Flatten) {
        let (inner, value) = (inner(field), reference(way, field, Span::call_site()));
        return Some(quote!(#inner::visit_properties(#value, #out);));
    }
    if field.role.is_some() {
        return None;
    }
    let name = field.name.as_ref()?;
    let visitor = visitor(out, name);
    let secret = field.attrs.has(Word::Secret);
    let call = if let Some(path) = field.attrs.path(Word::With) {
        let value = apply(path, way, field);
        let secret = if secret {
            quote!(true)
        } else if field.attrs.has(Word::NotSecret) {
            quote!(false)
        } else {
            // What a function makes of a secret is a secret, too.
            quote!({
                use _c::{NotKnown as _, WipesItself as _};
                (&_c::IsSecret::<#ty>::NEW).is_secret()
            })
        };
        quote_spanned!(at(path)=> _c::computed(#visitor, #name, #secret, #value);)
    } else {
        let function = format_ident!("{}", if secret { "secret" } else { "property" });
        // Underlines the type, since it is what can't be sent.
        let value = reference(way, field, at(ty));
        quote!(_c::#function::<#ty>(#visitor, #name, #value);)
    };
    Some(match field.attrs.path(Word::SkipIf) {
        None => call,
        Some(path) => {
            let skip = Ident::new("__skip", Span::mixed_site());
            let value = apply(path, way, field);
            let skips = quote_spanned!(at(path)=> let #skip: _c::bool = #value;);
            quote! {
                #skips
                if !#skip { #call }
            }
        }
    })
}

/// Calls the user's function on a field; the compiler underlines a mismatch at the function.
fn apply(path: &ExprPath, way: &Way<'_>, field: &Field<'_>) -> TokenStream {
    let value = reference(way, field, at(path));
    quote_spanned! {at(path)=>
        {
            use _c::{AnyFunction as _, FunctionOfOne as _};
            _c::Callable::function(_c::Function(#path).argument().known())
        }(#value)
    }
}

/// A property of `property("…" = "…")`.
pub(crate) fn constant((name, value): (&LitStr, &LitStr), out: &Ident) -> TokenStream {
    let visitor = visitor(out, &name.value());
    quote!(_c::property::<_c::str>(#visitor, #name, #value);)
}
