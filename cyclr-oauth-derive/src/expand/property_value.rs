//! Writes `impl PropertyValue`, and the traits that read the value back and list its texts.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::ast::PropertyValue;
use crate::expand::deprecated::allow_deprecated;
use crate::expand::library::within_library;

pub(crate) fn property_value(value: &PropertyValue<'_>) -> TokenStream {
    let texts = value.texts();
    let arms = texts.iter().map(|(variant, text)| quote!(Self::#variant => #text,));
    let text = quote!(_cyclr::literal(match self { #(#arms)* }));
    property_value_impl(value, &text, |input| {
        let names: Vec<_> = texts.iter().map(|(_, text)| format!("`{text}`")).collect();
        let expected = match names.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
            _ => names.concat(),
        };
        let arms = texts.iter().map(|(variant, text)| quote!(#text => _cyclr::Ok(Self::#variant),));
        quote! {
            match #input {
                #(#arms)*
                _ => _cyclr::Err(_cyclr::InvalidPropertyText::new(#expected)),
            }
        }
    })
}

/// The implementations with these bodies; `read` gets the name of the text.
pub(crate) fn property_value_impl(
    value: &PropertyValue<'_>,
    text: &TokenStream,
    read: impl FnOnce(&Ident) -> TokenStream,
) -> TokenStream {
    let ident = &value.original.ident;
    let (impl_generics, ty_generics, where_clause) = value.original.generics.split_for_impl();
    let attributes = value.variants.iter().flat_map(|variant| &variant.original.attrs);
    let allow = allow_deprecated(value.original.attrs.iter().chain(attributes));
    let all = value.texts().into_iter().map(|(_, text)| text);
    let input = Ident::new("__text", Span::mixed_site());
    let read = read(&input);
    let items = quote! {
        #[automatically_derived]
        #allow
        impl #impl_generics _cyclr::PropertyValue for #ident #ty_generics #where_clause {
            fn property_text(&self) -> _cyclr::Option<_cyclr::PropertyText<'_>> {
                #text
            }
        }
        #[automatically_derived]
        #allow
        impl #impl_generics _cyclr::KnownTexts for #ident #ty_generics #where_clause {
            const TEXTS: _cyclr::Names = &[#(#all),*];
        }
        #[automatically_derived]
        #allow
        impl #impl_generics _cyclr::FromPropertyText for #ident #ty_generics #where_clause {
            fn from_property_text(
                #input: &_cyclr::str,
            ) -> _cyclr::Result<Self, _cyclr::InvalidPropertyText> {
                #read
            }
        }
    };
    within_library(&value.attrs, &items)
}
