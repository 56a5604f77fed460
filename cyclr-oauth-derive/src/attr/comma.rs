//! The commas between the words of `#[cyclr(…)]`.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Token;
use syn::parse::ParseStream;

use crate::symbol::{Takes, Word};

/// Takes everything up to the next comma.
pub(crate) fn until_comma(input: ParseStream<'_>) -> TokenStream {
    let mut tokens = TokenStream::new();
    while !input.is_empty() && !input.peek(Token![,]) {
        match input.parse::<TokenTree>() {
            Ok(tree) => tree.to_tokens(&mut tokens),
            Err(_) => break,
        }
    }
    tokens
}

pub(crate) fn skip_comma(input: ParseStream<'_>) {
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
