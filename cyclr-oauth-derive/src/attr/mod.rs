//! Reads `#[cyclr(…)]`.

mod comma;
mod misplaced;
mod path;
mod value;

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, ExprPath, LitStr, Meta};

use crate::case::Rule;
use crate::ctxt::Ctxt;
use crate::symbol::{Place, Word};
use comma::{skip_comma, until_comma};
use misplaced::misplaced;
use path::compact;
use value::value;

pub(crate) use value::Value;

/// The attributes of one place.
pub(crate) struct Attrs {
    entries: Vec<Entry>,
    /// Whether a word here was refused: the user may mean one that otherwise seems missing.
    pub(crate) unreadable: bool,
}

/// A word and its value.
pub(crate) struct Entry {
    pub(crate) word: Word,
    pub(crate) ident: Ident,
    pub(crate) value: Value,
}

impl Attrs {
    pub(crate) fn new(attributes: &[Attribute], place: Place, ctxt: &Ctxt) -> Self {
        let mut attrs = Self::none();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("cyclr")) {
            if let Meta::List(list) = &attribute.meta {
                // Can't fail: `parse` reports what it can't read, and skips it.
                let _ = list.parse_args_with(|input: ParseStream<'_>| {
                    attrs.parse(input, place, ctxt);
                    Ok(())
                });
            } else {
                attrs.unreadable = true;
                let usage = place.example().usage();
                let sentence =
                    format!("`cyclr` takes attributes in parentheses; write `#[cyclr({usage})]`");
                ctxt.error(&attribute.meta, sentence);
            }
        }
        attrs
    }

    /// The attributes of a place that takes none.
    pub(crate) const fn none() -> Self {
        Self { entries: Vec::new(), unreadable: false }
    }

    pub(crate) fn get(&self, word: Word) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.word == word)
    }

    pub(crate) fn has(&self, word: Word) -> bool {
        self.get(word).is_some()
    }

    pub(crate) fn text(&self, word: Word) -> Option<&LitStr> {
        match &self.get(word)?.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn path(&self, word: Word) -> Option<&ExprPath> {
        match &self.get(word)?.value {
            Value::Path(path) => Some(path),
            _ => None,
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    /// The rule of `rename_all`, else `default`; `None` if `rename_all` is wrong.
    pub(crate) fn case(&self, default: Rule, ctxt: &Ctxt) -> Option<Rule> {
        if !self.has(Word::RenameAll) {
            return Some(default);
        }
        Rule::new(self.text(Word::RenameAll)?, ctxt)
    }

    /// The names and values of `property("…" = "…")`.
    pub(crate) fn constants(&self) -> impl Iterator<Item = (&LitStr, &LitStr)> {
        self.pairs(Word::Property)
    }

    /// The properties of `allow("…" = "…")`, and the reasons.
    pub(crate) fn allowed(&self) -> impl Iterator<Item = (&LitStr, &LitStr)> {
        self.pairs(Word::Allow)
    }

    fn pairs(&self, word: Word) -> impl Iterator<Item = (&LitStr, &LitStr)> {
        self.iter().filter_map(move |entry| match &entry.value {
            Value::Constant { name, value } if entry.word == word => Some((name, value)),
            _ => None,
        })
    }

    fn parse(&mut self, input: ParseStream<'_>, place: Place, ctxt: &Ctxt) {
        while !input.is_empty() {
            let Ok(ident) = input.call(Ident::parse_any) else {
                self.unreadable = true;
                let tokens = until_comma(input);
                if tokens.is_empty() {
                    ctxt.error_at(input.span(), "there is a comma too many; remove it");
                } else {
                    let usage = place.example().usage();
                    let sentence = format!(
                        "`{}` isn't an attribute; write one by its word, like `{usage}`",
                        compact(tokens.clone())
                    );
                    ctxt.error(&tokens, sentence);
                }
                skip_comma(input, ctxt);
                continue;
            };
            match Word::new(&ident.to_string()) {
                Some(word) if word.fits(place) => {
                    let value = value(word, &ident, input, ctxt);
                    if self.has(word) && !word.repeats() {
                        ctxt.error(
                            &ident,
                            format!("`{word}` stands here twice; remove one of them"),
                        );
                    } else {
                        self.entries.push(Entry { word, ident, value });
                    }
                }
                known => {
                    self.unreadable = true;
                    ctxt.error(&ident, misplaced(&ident, known, place));
                    until_comma(input);
                }
            }
            skip_comma(input, ctxt);
        }
    }
}
