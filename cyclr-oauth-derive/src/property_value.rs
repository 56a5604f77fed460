//! `#[derive(PropertyValue)]`: the texts of an enum.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Fields, LitStr};

use crate::attr::Attrs;
use crate::case::Rule;
use crate::ctxt::Ctxt;
use crate::expand::{allow_deprecated, library};
use crate::symbol::{Place, Word};

/// An item with `#[derive(PropertyValue)]`.
pub(crate) struct Value<'a> {
    original: &'a DeriveInput,
    attrs: Attrs,
    /// The variants and their texts; `None` if there is a mistake.
    texts: Option<Vec<(&'a Ident, String)>>,
}

impl<'a> Value<'a> {
    pub(crate) fn new(original: &'a DeriveInput, ctxt: &Ctxt) -> Self {
        let attrs = Attrs::new(&original.attrs, Place::Enum, ctxt);
        let rule = Rule::of(&attrs, Rule::Pascal, ctxt);
        let ident = &original.ident;
        let mut texts = None;
        match &original.data {
            Data::Enum(data) if data.variants.is_empty() => {
                ctxt.error(
                    ident,
                    format!("`{ident}` has no variants, so it has no text to send; add one"),
                );
            }
            Data::Enum(data) => {
                let mut known = Vec::new();
                for variant in &data.variants {
                    let attrs = Attrs::new(&variant.attrs, Place::Variant, ctxt);
                    unit(&variant.ident, &variant.fields, ctxt);
                    if let Some((text, tokens)) = text(&variant.ident, &attrs, rule) {
                        distinct(&known, &text, tokens, ctxt);
                        known.push((&variant.ident, text));
                    }
                }
                texts = (known.len() == data.variants.len()).then_some(known);
            }
            Data::Struct(_) | Data::Union(_) => ctxt.error(
                ident,
                format!(
                    "`PropertyValue` can be derived for an enum of unit variants only; for \
                     `{ident}`, write `impl PropertyValue for {ident}`"
                ),
            ),
        }
        Self { original, attrs, texts }
    }

    /// The implementation; beside errors, one that says nothing.
    pub(crate) fn expand(&self, errors: bool) -> TokenStream {
        let ident = &self.original.ident;
        let (impl_generics, ty_generics, where_clause) = self.original.generics.split_for_impl();
        let library = library(&self.attrs);
        let variants = match &self.original.data {
            Data::Enum(data) => Some(&data.variants),
            Data::Struct(_) | Data::Union(_) => None,
        };
        let attributes = variants.into_iter().flatten().flat_map(|variant| &variant.attrs);
        let allow = allow_deprecated(self.original.attrs.iter().chain(attributes));
        let input = Ident::new("__text", Span::mixed_site());
        let read = self.read(&input, errors);
        let all = self.texts.iter().flatten().map(|(_, text)| text);
        let text = match &self.texts {
            Some(texts) if !errors => {
                let arms = texts.iter().map(|(variant, text)| quote!(Self::#variant => #text,));
                quote!(_cyclr::literal(match self { #(#arms)* }))
            }
            _ => quote!(_cyclr::None),
        };
        quote! {
            const _: () = {
                use #library::__private as _cyclr;
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
        }
    }

    /// The way back.
    fn read(&self, input: &Ident, errors: bool) -> TokenStream {
        let texts = self.texts.iter().filter(|_| !errors).flatten();
        let names: Vec<_> = texts.clone().map(|(_, text)| format!("`{text}`")).collect();
        let expected = match names.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
            _ => names.concat(),
        };
        let arms = texts.map(|(variant, text)| quote!(#text => _cyclr::Ok(Self::#variant),));
        quote! {
            match #input {
                #(#arms)*
                _ => _cyclr::Err(_cyclr::InvalidPropertyText::new(#expected)),
            }
        }
    }
}

fn unit(ident: &Ident, fields: &Fields, ctxt: &Ctxt) {
    match fields {
        Fields::Unit => {}
        fields if fields.is_empty() => {
            ctxt.error(fields, format!("`{ident}` is to be a unit variant; write `{ident}` alone"));
        }
        fields => ctxt.error(
            fields,
            format!(
                "`{ident}` holds a value, so the text to send isn't known; remove the value, or \
                 write `impl PropertyValue` by hand"
            ),
        ),
    }
}

/// What a variant is sent as, and what says so; `None` if that is wrong.
fn text<'t>(
    ident: &'t Ident,
    attrs: &'t Attrs,
    rule: Option<Rule>,
) -> Option<(String, &'t dyn ToTokens)> {
    if attrs.has(Word::Rename) {
        let literal: &LitStr = attrs.text(Word::Rename)?;
        return Some((literal.value(), literal));
    }
    Some((rule?.apply_to_variant(&ident.unraw().to_string()), ident))
}

/// Two variants with one text could not be told apart by who receives it.
fn distinct(known: &[(&Ident, String)], text: &str, tokens: &dyn ToTokens, ctxt: &Ctxt) {
    if let Some((first, _)) = known.iter().find(|(_, other)| other == text) {
        let sentence =
            format!("the variant `{first}` is sent as `{text}` already; rename one of the two");
        ctxt.error(tokens, sentence);
    }
}
