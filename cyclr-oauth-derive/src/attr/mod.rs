//! Reading `#[cyclr(…)]`.

mod value;

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, ExprPath, LitInt, LitStr, Meta};

use crate::ctxt::Ctxt;
use crate::suggest;
use crate::symbol::{Place, Word};
use value::{skip_comma, until_comma, value};

/// The attributes of one place.
pub(crate) struct Attrs {
    entries: Vec<Entry>,
    /// Something here could not be read, so what is missing may be meant to be there.
    pub(crate) unreadable: bool,
}

/// One word and what it was given.
pub(crate) struct Entry {
    pub(crate) word: Word,
    pub(crate) ident: Ident,
    pub(crate) value: Value,
}

pub(crate) enum Value {
    Nothing,
    Text(LitStr),
    Path(ExprPath),
    Number(LitInt, u64),
    Constant {
        name: LitStr,
        value: LitStr,
    },
    /// Not what the word takes; said already.
    Wrong,
}

impl Attrs {
    pub(crate) fn new(attributes: &[Attribute], place: Place, ctxt: &Ctxt) -> Self {
        let mut attrs = Self::none();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("cyclr")) {
            if let Meta::List(list) = &attribute.meta {
                // Can't fail: whatever can't be read is passed over.
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

    /// Of a place that can have none.
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
                        "`{tokens}` is no attribute; write one by its word, like `{usage}`"
                    );
                    ctxt.error(&tokens, sentence);
                }
                skip_comma(input);
                continue;
            };
            match Word::new(&ident.to_string()) {
                Some(word) if word.stands_on(place) => {
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
                    ctxt.error(&ident, not_here(&ident, known, place));
                    until_comma(input);
                }
            }
            skip_comma(input);
        }
    }
}

/// What is wrong with a word that can't stand here.
fn not_here(ident: &Ident, word: Option<Word>, place: Place) -> String {
    let other =
        place.others().iter().find(|other| word.is_some_and(|word| word.stands_on(**other)));
    match (word, other.map(|other| other.article())) {
        (Some(Word::Name), Some(other)) => {
            let usage = Word::Rename.usage();
            format!("`name` belongs on {other}; to name this property, write `{usage}`")
        }
        (Some(Word::Rename), Some(other)) => {
            let usage = Word::RenameAll.usage();
            format!("`rename` belongs on {other}; to rename all of them, write `{usage}` here")
        }
        (Some(word), Some(other)) => format!("`{word}` belongs on {other}; move it there"),
        (Some(word), None) => {
            let owner = word.places().first().map_or("", |place| place.article());
            format!(
                "`{word}` says nothing about the text of an enum: it belongs on {owner} with \
                 `#[derive(AccountConnector)]`; remove it"
            )
        }
        (None, _) => {
            if let Some(word) = suggest::nearest(&ident.to_string(), place.words()) {
                return format!("unknown attribute `{ident}`; did you mean `{word}`?");
            }
            let words: Vec<_> = place.words().map(|word| format!("`{word}`")).collect();
            format!("unknown attribute `{ident}`; {} takes {}", place.article(), words.join(", "))
        }
    }
}
