//! Reads the path of a function, or of the library.

use proc_macro2::{Delimiter, Ident, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative;
use syn::{Expr, ExprPath, LitStr, PathArguments, Token, Type};

use crate::attr::comma::{at_comma, report_missing, until_comma, until_word};
use crate::ctxt::Ctxt;
use crate::symbol::Word;

pub(crate) fn path(
    word: Word,
    ident: &Ident,
    input: ParseStream<'_>,
    ctxt: &Ctxt,
) -> Option<ExprPath> {
    let ahead = input.fork();
    // Before the search for a comma, since a path may contain one: `Map::<K, V>::is_empty`.
    if let Some(path) = ahead.parse().ok().and_then(ungrouped) {
        if at_comma(&ahead) {
            input.advance_to(&ahead);
            return Some(path);
        }
        if let Ok(next) = ahead.call(Ident::parse_any) {
            report_missing(&next, ctxt);
            until_comma(input);
            return None;
        }
    }
    let tokens = until_word(input);
    if tokens.is_empty() {
        ctxt.error(ident, format!("`{word}` needs a value; write it like `{}`", word.usage()));
    } else {
        ctxt.error(&tokens, wrong(word, &tokens));
    }
    None
}

/// The path in an expression, also behind the group that a `macro_rules!` fragment puts around it.
fn ungrouped(expression: Expr) -> Option<ExprPath> {
    match expression {
        Expr::Group(group) => ungrouped(*group.expr),
        Expr::Path(path) => Some(path),
        _ => None,
    }
}

/// The sentence about tokens that aren't a path.
fn wrong(word: Word, tokens: &TokenStream) -> String {
    let usage = word.usage();
    if let Some(path) = with_turbofish(tokens.clone()) {
        return format!("a `::` is missing in this path; write `{word} = {path}`");
    }
    if let Ok(Expr::Call(call)) = syn::parse2(tokens.clone())
        && let (Some(path), true) = (ungrouped(*call.func), call.args.is_empty())
    {
        let path = compact(path.into_token_stream());
        return format!(
            "`{word}` takes the function itself, without a call; write `{word} = {path}`"
        );
    }
    if let Ok(text) = syn::parse2::<LitStr>(tokens.clone()) {
        if text.value().trim().is_empty() {
            return format!("`{word}` needs a value; write it like `{usage}`");
        }
        if let Some(path) = path_in(&text) {
            return format!("`{word}` takes a path without quotes; write `{word} = {path}`");
        }
    }
    if word == Word::Crate {
        return format!("`{word}` takes a path; write it like `{usage}`");
    }
    if matches!(tokens.clone().into_iter().next(), Some(TokenTree::Punct(p)) if p.as_char() == '<')
    {
        return format!(
            "the derive can't read this path; give the function a name and write it like `{usage}`"
        );
    }
    format!(
        "`{word}` takes the path of a function; give the function a name and write it like \
         `{usage}`"
    )
}

/// The path that a text holds.
fn path_in(text: &LitStr) -> Option<String> {
    match text.parse::<ExprPath>() {
        Ok(path) => Some(compact(path.into_token_stream())),
        Err(_) => with_turbofish(text.parse().ok()?),
    }
}

/// A path as in a type, such as `Vec<u8>::is_empty`, as an expression needs it.
fn with_turbofish(tokens: TokenStream) -> Option<String> {
    let Type::Path(mut path) = syn::parse2(tokens).ok()? else { return None };
    let mut added = false;
    for segment in &mut path.path.segments {
        match &mut segment.arguments {
            PathArguments::AngleBracketed(arguments) => {
                added |= arguments.colon2_token.is_none();
                arguments.colon2_token.get_or_insert(<Token![::]>::default());
            }
            PathArguments::Parenthesized(_) => return None,
            PathArguments::None => {}
        }
    }
    added.then(|| compact(path.into_token_stream()))
}

/// Tokens as a person writes them: `g::<u8, String>`.
pub(crate) fn compact(tokens: TokenStream) -> String {
    let mut text = String::new();
    // Whether a word or a literal comes right before.
    let mut word = false;
    for tree in tokens {
        let before = std::mem::take(&mut word);
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{ ", " }"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                text.extend([open, &compact(group.stream()), close]);
            }
            TokenTree::Punct(punct) => {
                text.push(punct.as_char());
                if matches!(punct.as_char(), ',' | ';') && punct.spacing() == Spacing::Alone {
                    text.push(' ');
                }
            }
            tree @ (TokenTree::Ident(_) | TokenTree::Literal(_)) => {
                word = true;
                if before {
                    text.push(' ');
                }
                text.push_str(&tree.to_string());
            }
        }
    }
    text.truncate(text.trim_end().len());
    text
}
