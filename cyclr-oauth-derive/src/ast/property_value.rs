//! The item of `#[derive(PropertyValue)]`.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Data, DeriveInput};

use crate::attr::Attrs;
use crate::case::Rule;
use crate::ctxt::Ctxt;
use crate::symbol::{Place, Word};

pub(crate) struct PropertyValue<'a> {
    pub(crate) original: &'a DeriveInput,
    pub(crate) attrs: Attrs,
    /// None unless the item is an enum.
    pub(crate) variants: Vec<Variant<'a>>,
}

pub(crate) struct Variant<'a> {
    pub(crate) original: &'a syn::Variant,
    attrs: Attrs,
    /// The text that is sent; `None` if `rename` or `rename_all` is wrong.
    pub(crate) text: Option<String>,
}

impl<'a> PropertyValue<'a> {
    pub(crate) fn new(original: &'a DeriveInput, ctxt: &Ctxt) -> Self {
        let attrs = Attrs::new(&original.attrs, Place::Enum, ctxt);
        let case = attrs.case(Rule::Pascal, ctxt);
        let variants = match &original.data {
            Data::Enum(data) => {
                data.variants.iter().map(|variant| Variant::new(variant, case, ctxt)).collect()
            }
            Data::Struct(_) | Data::Union(_) => Vec::new(),
        };
        Self { original, attrs, variants }
    }

    /// The variants and their texts; none if one text is wrong.
    pub(crate) fn texts(&self) -> Vec<(&'a Ident, &str)> {
        let texts = self.variants.iter().map(|variant| {
            let text = variant.text.as_deref()?;
            Some((&variant.original.ident, text))
        });
        texts.collect::<Option<_>>().unwrap_or_default()
    }
}

impl<'a> Variant<'a> {
    fn new(original: &'a syn::Variant, case: Option<Rule>, ctxt: &Ctxt) -> Self {
        let attrs = Attrs::new(&original.attrs, Place::Variant, ctxt);
        let text = if attrs.has(Word::Rename) {
            attrs.text(Word::Rename).map(syn::LitStr::value)
        } else {
            case.map(|rule| rule.apply_to_variant(&original.ident.unraw().to_string()))
        };
        Self { original, attrs, text }
    }

    /// The tokens that give the text, for the compiler to underline.
    pub(crate) fn text_tokens(&self) -> &dyn ToTokens {
        match self.attrs.text(Word::Rename) {
            Some(literal) => literal,
            None => &self.original.ident,
        }
    }
}
