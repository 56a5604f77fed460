//! Reads what follows a word of `#[cyclr(…)]`.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, ExprPath, LitInt, LitStr, Token};

use crate::attr::comma::{missing_comma, until_comma};
use crate::ctxt::Ctxt;
use crate::symbol::{Takes, Word};

pub(crate) enum Value {
    Nothing,
    Text(LitStr),
    Path(ExprPath),
    Number(LitInt, u64),
    Constant {
        name: LitStr,
        value: LitStr,
    },
    /// Something that the word doesn't take; [`value`] has reported it.
    Wrong,
}

/// Reads the value of a word, up to the comma.
pub(crate) fn value(word: Word, ident: &Ident, input: ParseStream<'_>, ctxt: &Ctxt) -> Value {
    let usage = word.usage();
    let equals = input.parse::<Option<Token![=]>>().ok().flatten();
    if word.takes() == Takes::Path && equals.is_some() {
        return path(word, ident, input, ctxt);
    }
    let tokens = until_comma(input);
    if let Some(next) = missing_comma(&tokens, word, equals.is_some()) {
        ctxt.error(&next, format!("a comma is missing: write it in front of `{next}`"));
        return Value::Wrong;
    }
    let wrong = match word.takes() {
        Takes::Nothing if equals.is_none() && tokens.is_empty() => return Value::Nothing,
        Takes::Nothing => format!("`{word}` takes no value; write `{word}` alone"),
        Takes::Constant => match (equals, constant(&tokens)) {
            (None, Some(constant)) => return constant,
            _ if word == Word::Allow => {
                format!("`{word}` takes a property and a reason in quotes; write `{usage}`")
            }
            _ => format!("`{word}` takes a name and a value in quotes; write `{usage}`"),
        },
        Takes::Text | Takes::Path | Takes::Number if tokens.is_empty() => {
            format!("`{word}` needs a value; write it like `{usage}`")
        }
        Takes::Text if equals.is_some() => match syn::parse2(tokens.clone()) {
            Ok(text) => return Value::Text(text),
            Err(_) => format!("`{word}` takes text in quotes; write it like `{usage}`"),
        },
        Takes::Number if equals.is_some() => match number(&tokens) {
            Some(value) => return value,
            None => format!("`{word}` takes a whole number; write it like `{usage}`"),
        },
        Takes::Text | Takes::Path | Takes::Number => {
            format!("`{word}` takes its value after an equals sign; write it like `{usage}`")
        }
    };
    if tokens.is_empty() {
        ctxt.error(ident, wrong);
    } else {
        ctxt.error(&tokens, wrong);
    }
    Value::Wrong
}

fn path(word: Word, ident: &Ident, input: ParseStream<'_>, ctxt: &Ctxt) -> Value {
    let ahead = input.fork();
    // Before the search for a comma, since a path may contain one: `Map::<K, V>::is_empty`.
    if let Ok(expression) = ahead.parse::<Expr>()
        && (ahead.is_empty() || ahead.peek(Token![,]))
        && let Some(path) = ungrouped(expression)
    {
        input.advance_to(&ahead);
        return Value::Path(path);
    }
    let tokens = until_comma(input);
    let sentence = match syn::parse2::<LitStr>(tokens.clone()) {
        _ if tokens.is_empty() => {
            format!("`{word}` needs a value; write it like `{}`", word.usage())
        }
        Ok(text) => {
            let text = text.value();
            format!("`{word}` takes a path without quotes; write `{word} = {text}`")
        }
        Err(_) if word == Word::Crate => {
            format!("`{word}` takes a path; write it like `{}`", word.usage())
        }
        Err(_) => format!(
            "`{word}` takes the path of a function; give the function a name and write it like \
             `{}`",
            word.usage()
        ),
    };
    if tokens.is_empty() {
        ctxt.error(ident, sentence);
    } else {
        ctxt.error(&tokens, sentence);
    }
    Value::Wrong
}

/// The path in an expression, also behind the group that a `macro_rules!` fragment puts around it.
fn ungrouped(expression: Expr) -> Option<ExprPath> {
    match expression {
        Expr::Group(group) => ungrouped(*group.expr),
        Expr::Path(path) => Some(path),
        _ => None,
    }
}

fn constant(tokens: &TokenStream) -> Option<Value> {
    let mut trees = tokens.clone().into_iter();
    match (trees.next(), trees.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::Parenthesis => {
            let pair = |input: ParseStream<'_>| {
                let name = input.parse()?;
                input.parse::<Token![=]>()?;
                let value = input.parse()?;
                input.parse::<Option<Token![,]>>()?;
                Ok(Value::Constant { name, value })
            };
            pair.parse2(group.stream()).ok()
        }
        _ => None,
    }
}

fn number(tokens: &TokenStream) -> Option<Value> {
    let literal: LitInt = syn::parse2(tokens.clone()).ok()?;
    let number = literal.base10_parse().ok()?;
    Some(Value::Number(literal, number))
}
