//! The sentence about a word that a place doesn't take.

use proc_macro2::Ident;

use crate::suggest;
use crate::symbol::{Place, Word};

/// Says what is wrong; `word` is `None` for an unknown one.
pub(crate) fn misplaced(ident: &Ident, word: Option<Word>, place: Place) -> String {
    let Some(word) = word else { return unknown(ident, place) };
    let Some(other) = place.others().iter().find(|other| word.fits(**other)) else {
        let owner = word.home().article();
        return format!(
            "`{word}` says nothing about the text of an enum: it belongs on {owner} with \
             `#[derive(AccountConnector)]`; remove it"
        );
    };
    let other = other.article();
    match word {
        Word::Name => {
            let usage = Word::Rename.usage();
            format!("`name` belongs on {other}; to name this property, write `{usage}`")
        }
        Word::Rename => {
            let usage = Word::RenameAll.usage();
            format!("`rename` belongs on {other}; to rename all of them, write `{usage}` here")
        }
        word => format!("`{word}` belongs on {other}; move it there"),
    }
}

fn unknown(ident: &Ident, place: Place) -> String {
    if let Some(word) = suggest::nearest(&ident.to_string(), place.words()) {
        return format!("unknown attribute `{ident}`; did you mean `{word}`?");
    }
    let words = suggest::list(place.words());
    format!("unknown attribute `{ident}`; {} takes {words}", place.article())
}
