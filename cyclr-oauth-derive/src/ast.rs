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
    /// What is sent together: all of a struct, or of each variant of an enum.
    pub(crate) ways: Vec<Way<'a>>,
}

/// A struct, or one variant of an enum: one way to authenticate.
pub(crate) struct Way<'a> {
    /// `None` for a struct.
    pub(crate) variant: Option<&'a syn::Variant>,
    /// The variant's own.
    pub(crate) attrs: Attrs,
    /// Empty if it has neither named fields nor, in an enum, one field alone.
    pub(crate) fields: Vec<Field<'a>>,
}

pub(crate) struct Field<'a> {
    pub(crate) original: &'a syn::Field,
    /// `None` for the connector that a variant holds.
    pub(crate) ident: Option<&'a Ident>,
    pub(crate) attrs: Attrs,
    /// What it is in place of a property: `skip`, `flatten` or a part of the `AuthValue`.
    pub(crate) role: Option<Word>,
    /// The name of its property; `None` if what it is made of is wrong.
    pub(crate) name: Option<String>,
}

impl<'a> Connector<'a> {
    pub(crate) fn new(original: &'a DeriveInput, ctxt: &Ctxt) -> Self {
        let is_enum = matches!(original.data, Data::Enum(_));
        let place = if is_enum { Place::Ways } else { Place::Connector };
        let attrs = Attrs::new(&original.attrs, place, ctxt);
        let case = Rule::of(&attrs, Rule::Pascal, ctxt);
        let ways = match &original.data {
            Data::Struct(data) => {
                let fields = Field::named(&data.fields, Place::Field, case, ctxt);
                vec![Way { variant: None, attrs: Attrs::none(), fields }]
            }
            Data::Enum(data) => {
                data.variants.iter().map(|variant| Way::new(variant, case, ctxt)).collect()
            }
            Data::Union(_) => Vec::new(),
        };
        Self { original, attrs, ways }
    }

    /// Those of every way.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &Field<'a>> {
        self.ways.iter().flat_map(|way| &way.fields)
    }

    /// The names and values of `property("…" = "…")` that hold for one way.
    pub(crate) fn constants<'c>(
        &'c self,
        way: &'c Way<'a>,
    ) -> impl Iterator<Item = (&'c LitStr, &'c LitStr)> {
        let own = || way.attrs.constants();
        let shared = self.attrs.constants();
        shared
            .filter(move |(name, _)| !own().any(|(other, _)| other.value() == name.value()))
            .chain(own())
    }

    /// What the way says of itself, or the whole item.
    pub(crate) fn text<'c>(&'c self, way: &'c Way<'a>, word: Word) -> Option<&'c LitStr> {
        way.attrs.text(word).or_else(|| self.attrs.text(word))
    }
}

impl<'a> Way<'a> {
    /// `case` is `None` if what the enum says about it is wrong.
    fn new(variant: &'a syn::Variant, case: Option<Rule>, ctxt: &Ctxt) -> Self {
        let attrs = Attrs::new(&variant.attrs, Place::Way, ctxt);
        let case = case.and_then(|case| Rule::of(&attrs, case, ctxt));
        let fields = match &variant.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                fields.unnamed.iter().map(|field| Field::inner(field, ctxt)).collect()
            }
            fields => Field::named(fields, Place::WayField, case, ctxt),
        };
        Self { variant: Some(variant), attrs, fields }
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

    /// The connector that a variant holds alone.
    pub(crate) fn inner(&self) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.ident.is_none())
    }

    /// Where a sentence says that something is: nothing for a struct.
    pub(crate) fn place(&self) -> String {
        self.variant.map_or_else(String::new, |variant| format!(" of `{}`", variant.ident))
    }
}

impl<'a> Field<'a> {
    fn named(fields: &'a Fields, place: Place, case: Option<Rule>, ctxt: &Ctxt) -> Vec<Self> {
        match fields {
            Fields::Named(fields) => fields
                .named
                .iter()
                .filter_map(|field| {
                    Some(Self::new(field, field.ident.as_ref()?, place, case, ctxt))
                })
                .collect(),
            Fields::Unnamed(_) | Fields::Unit => Vec::new(),
        }
    }

    fn new(
        original: &'a syn::Field,
        ident: &'a Ident,
        place: Place,
        case: Option<Rule>,
        ctxt: &Ctxt,
    ) -> Self {
        let attrs = Attrs::new(&original.attrs, place, ctxt);
        let role = [Word::Skip, Word::Flatten]
            .into_iter()
            .find(|role| attrs.has(*role))
            .or_else(|| attrs.iter().map(|entry| entry.word).find(|word| word.is_auth()));
        let name = if attrs.has(Word::Rename) {
            attrs.text(Word::Rename).map(LitStr::value)
        } else {
            case.map(|rule| rule.apply_to_field(&ident.unraw().to_string()))
        };
        Self { original, ident: Some(ident), attrs, role, name }
    }

    /// The connector that a variant holds: as if with `flatten`.
    fn inner(original: &'a syn::Field, ctxt: &Ctxt) -> Self {
        let attrs = Attrs::new(&original.attrs, Place::WayField, ctxt);
        Self { original, ident: None, attrs, role: Some(Word::Flatten), name: None }
    }

    /// What its property's name stands in, to be underlined.
    pub(crate) fn name_tokens(&self) -> &dyn ToTokens {
        match (self.attrs.text(Word::Rename), self.ident) {
            (Some(text), _) => text,
            (None, Some(ident)) => ident,
            (None, None) => &self.original.ty,
        }
    }

    /// What a sentence calls it.
    pub(crate) fn label(&self) -> String {
        let kind = if self.role == Some(Word::Flatten) { "flattened field" } else { "field" };
        self.ident
            .map_or_else(|| "the connector".to_owned(), |ident| format!("the {kind} `{ident}`"))
    }
}

impl Attrs {
    /// The names and values of `property("…" = "…")`.
    pub(crate) fn constants(&self) -> impl Iterator<Item = (&LitStr, &LitStr)> {
        self.pairs(Word::Property)
    }

    /// Properties that the schema isn't asked about, and why.
    pub(crate) fn allowed(&self) -> impl Iterator<Item = (&LitStr, &LitStr)> {
        self.pairs(Word::Allow)
    }

    fn pairs(&self, word: Word) -> impl Iterator<Item = (&LitStr, &LitStr)> {
        self.iter().filter_map(move |entry| match &entry.value {
            Value::Constant { name, value } if entry.word == word => Some((name, value)),
            _ => None,
        })
    }
}
