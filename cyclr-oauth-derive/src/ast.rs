//! What an item with `#[derive(AccountConnector)]` says, as far as it can be read.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Fields, LitStr};

use crate::attr::{Attrs, Value};
use crate::case::Rule;
use crate::ctxt::Ctxt;
use crate::symbol::{Place, Word};

pub(crate) struct Connector<'a> {
    pub(crate) original: &'a DeriveInput,
    pub(crate) attrs: Attrs,
    /// Empty if the item has no named fields.
    pub(crate) fields: Vec<Field<'a>>,
}

pub(crate) struct Field<'a> {
    pub(crate) original: &'a syn::Field,
    pub(crate) ident: &'a Ident,
    pub(crate) attrs: Attrs,
    /// What it is in place of a property: `skip`, `flatten` or a part of the `AuthValue`.
    pub(crate) role: Option<Word>,
    /// The name of its property; `None` if what it is made of is wrong.
    pub(crate) name: Option<String>,
}

impl<'a> Connector<'a> {
    pub(crate) fn new(original: &'a DeriveInput, ctxt: &Ctxt) -> Self {
        let attrs = Attrs::new(&original.attrs, Place::Connector, ctxt);
        let case = Rule::of(&attrs, ctxt);
        let fields = match &original.data {
            Data::Struct(data) => match &data.fields {
                Fields::Named(fields) => {
                    fields.named.iter().filter_map(|field| Field::new(field, case, ctxt)).collect()
                }
                Fields::Unnamed(_) | Fields::Unit => Vec::new(),
            },
            Data::Enum(_) | Data::Union(_) => Vec::new(),
        };
        Self { original, attrs, fields }
    }

    /// The fields that are something else than a property, in order.
    pub(crate) fn with_role(
        &self,
        is: impl Fn(Word) -> bool,
    ) -> impl Iterator<Item = (Word, &Field<'a>)> {
        self.fields
            .iter()
            .filter_map(move |field| Some((field.role.filter(|role| is(*role))?, field)))
    }

    /// The names and values of `property("…" = "…")`.
    pub(crate) fn constants(&self) -> impl Iterator<Item = (&LitStr, &LitStr)> {
        self.attrs.iter().filter_map(|entry| match &entry.value {
            Value::Constant { name, value } => Some((name, value)),
            _ => None,
        })
    }
}

impl<'a> Field<'a> {
    /// `case` is `None` if what the struct says about it is wrong.
    fn new(original: &'a syn::Field, case: Option<Rule>, ctxt: &Ctxt) -> Option<Self> {
        let ident = original.ident.as_ref()?;
        let attrs = Attrs::new(&original.attrs, Place::Field, ctxt);
        let role = [Word::Skip, Word::Flatten]
            .into_iter()
            .find(|role| attrs.has(*role))
            .or_else(|| attrs.iter().map(|entry| entry.word).find(|word| word.is_auth()));
        let name = if attrs.has(Word::Rename) {
            attrs.text(Word::Rename).map(LitStr::value)
        } else {
            case.map(|rule| rule.apply_to_field(&ident.unraw().to_string()))
        };
        Some(Self { original, ident, attrs, role, name })
    }

    /// What its property's name stands in, to be underlined.
    pub(crate) fn name_tokens(&self) -> &dyn ToTokens {
        match self.attrs.text(Word::Rename) {
            Some(text) => text,
            None => self.ident,
        }
    }
}
