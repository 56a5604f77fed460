//! The item of `#[derive(AccountConnector)]` and of `#[derive(FromAccountConnector)]`.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Fields, LitStr};

use crate::attr::Attrs;
use crate::case::Rule;
use crate::ctxt::Ctxt;
use crate::symbol::{Place, Word};

pub(crate) struct Connector<'a> {
    pub(crate) original: &'a DeriveInput,
    pub(crate) attrs: Attrs,
    /// One for a struct, one per variant for an enum.
    pub(crate) ways: Vec<Way<'a>>,
}

/// A struct, or one variant of an enum: one way to authenticate.
pub(crate) struct Way<'a> {
    /// `None` for a struct.
    pub(crate) variant: Option<&'a syn::Variant>,
    /// Those of the variant; a struct's are in [`Connector::attrs`].
    pub(crate) attrs: Attrs,
    /// The named fields, or the only field of a tuple variant.
    pub(crate) fields: Vec<Field<'a>>,
}

pub(crate) struct Field<'a> {
    pub(crate) original: &'a syn::Field,
    /// `None` for the connector that a tuple variant holds.
    pub(crate) ident: Option<&'a Ident>,
    pub(crate) attrs: Attrs,
    /// The word that makes it something else than a property: `skip`, `flatten`, or one for the
    /// `AuthValue`.
    pub(crate) role: Option<Word>,
    /// The name of the property; `None` if `rename` or `rename_all` is wrong.
    pub(crate) name: Option<String>,
}

impl<'a> Connector<'a> {
    pub(crate) fn new(original: &'a DeriveInput, ctxt: &Ctxt) -> Self {
        let is_enum = matches!(original.data, Data::Enum(_));
        let place = if is_enum { Place::Ways } else { Place::Connector };
        let attrs = Attrs::new(&original.attrs, place, ctxt);
        let case = attrs.case(Rule::Pascal, ctxt);
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

    /// The fields of every way.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &Field<'a>> {
        self.ways.iter().flat_map(|way| &way.fields)
    }

    /// The names and values of `property("…" = "…")` for one way: the enum's, unless the variant
    /// has one with the same name, then the variant's.
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

    /// The text of the way, else of the item.
    pub(crate) fn text<'c>(&'c self, way: &'c Way<'a>, word: Word) -> Option<&'c LitStr> {
        way.attrs.text(word).or_else(|| self.attrs.text(word))
    }
}

impl<'a> Way<'a> {
    /// `case` is `None` if the enum's `rename_all` is wrong.
    fn new(variant: &'a syn::Variant, case: Option<Rule>, ctxt: &Ctxt) -> Self {
        let attrs = Attrs::new(&variant.attrs, Place::Way, ctxt);
        let case = case.and_then(|case| attrs.case(case, ctxt));
        let fields = match &variant.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                fields.unnamed.iter().map(|field| Field::inner(field, ctxt)).collect()
            }
            fields => Field::named(fields, Place::WayField, case, ctxt),
        };
        Self { variant: Some(variant), attrs, fields }
    }

    /// The fields of these roles, in order.
    pub(crate) fn with_role(
        &self,
        is: impl Fn(Word) -> bool,
    ) -> impl Iterator<Item = (Word, &Field<'a>)> {
        self.fields
            .iter()
            .filter_map(move |field| Some((field.role.filter(|role| is(*role))?, field)))
    }

    /// The connector that a tuple variant holds.
    pub(crate) fn inner(&self) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.ident.is_none())
    }

    /// The end of a sentence's subject: `` of `Variant` ``, or nothing for a struct.
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

    /// The connector that a tuple variant holds, which acts like a field with `flatten`.
    fn inner(original: &'a syn::Field, ctxt: &Ctxt) -> Self {
        let attrs = Attrs::new(&original.attrs, Place::WayField, ctxt);
        Self { original, ident: None, attrs, role: Some(Word::Flatten), name: None }
    }

    /// The tokens that give the property its name, for the compiler to underline.
    pub(crate) fn name_tokens(&self) -> &dyn ToTokens {
        match (self.attrs.text(Word::Rename), self.ident) {
            (Some(text), _) => text,
            (None, Some(ident)) => ident,
            (None, None) => &self.original.ty,
        }
    }

    /// The field's name in sentences.
    pub(crate) fn label(&self) -> String {
        let kind = if self.role == Some(Word::Flatten) { "flattened field" } else { "field" };
        self.ident
            .map_or_else(|| "the connector".to_owned(), |ident| format!("the {kind} `{ident}`"))
    }
}
