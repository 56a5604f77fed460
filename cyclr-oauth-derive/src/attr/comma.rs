//! What stands between the words of `#[cyclr(…)]`: commas.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Token;
use syn::ext::IdentExt;
use syn::parse::ParseStream;

use crate::ctxt::Ctxt;
use crate::symbol::{Takes, Word};

/// Whether the attribute ends here; a semicolon is taken for a comma, and reported by [`skip_comma`].
pub(crate) fn at_comma(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,]) || input.peek(Token![;])
}

/// Takes everything up to the next comma.
pub(crate) fn until_comma(input: ParseStream<'_>) -> TokenStream {
    until(input, at_comma)
}

/// Takes everything up to the next comma with one of the words behind it: what isn't a path may hold
/// its own commas.
pub(crate) fn until_word(input: ParseStream<'_>) -> TokenStream {
    until(input, |input| {
        let ahead = input.fork();
        let comma = ahead.parse::<Option<Token![,]>>().ok().flatten();
        let word = ahead.call(Ident::parse_any);
        let known = word.is_ok_and(|word| Word::new(&word.to_string()).is_some());
        input.is_empty() || input.peek(Token![;]) || comma.is_some() && (known || ahead.is_empty())
    })
}

fn until(input: ParseStream<'_>, end: impl Fn(ParseStream<'_>) -> bool) -> TokenStream {
    let mut tokens = TokenStream::new();
    while !end(input) {
        match input.parse::<TokenTree>() {
            Ok(tree) => tree.to_tokens(&mut tokens),
            Err(_) => break,
        }
    }
    tokens
}

pub(crate) fn skip_comma(input: ParseStream<'_>, ctxt: &Ctxt) {
    if let Ok(Some(semicolon)) = input.parse::<Option<Token![;]>>() {
        ctxt.error(semicolon, "commas separate attributes; write `,` in place of `;`");
    }
    let _ = input.parse::<Option<Token![,]>>();
}

/// Finds the word that follows a complete attribute without a comma.
pub(crate) fn missing_comma(tokens: &TokenStream, word: Word, equals: bool) -> Option<Ident> {
    let mut trees = tokens.clone().into_iter();
    let complete = match (word.takes(), equals) {
        (Takes::Nothing, false) => true,
        (Takes::Text | Takes::Number, true) => matches!(trees.next(), Some(TokenTree::Literal(_))),
        (Takes::Constant, false) => matches!(trees.next(), Some(TokenTree::Group(_))),
        _ => false,
    };
    match trees.next() {
        Some(TokenTree::Ident(next)) if complete => Some(next),
        _ => None,
    }
}

pub(crate) fn report_missing(next: &Ident, ctxt: &Ctxt) {
    ctxt.error(next, format!("a comma is missing: write it in front of `{next}`"));
}
