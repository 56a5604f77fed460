//! Reads what follows a word of `#[cyclr(…)]`.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::{ExprPath, LitInt, LitStr, Token};

use crate::attr::comma::{missing_comma, report_missing, until_comma};
use crate::attr::path::{compact, path};
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
    let equals = equals(word, input, ctxt);
    if word.takes() == Takes::Path && equals {
        return path(word, ident, input, ctxt).map_or(Value::Wrong, Value::Path);
    }
    let tokens = until_comma(input);
    if let Some(next) = missing_comma(&tokens, word, equals) {
        report_missing(&next, ctxt);
        return Value::Wrong;
    }
    let wrong = match word.takes() {
        Takes::Nothing if !equals && tokens.is_empty() => return Value::Nothing,
        Takes::Nothing => format!("`{word}` takes no value; write `{word}` alone"),
        Takes::Constant => match (equals, constant(&tokens)) {
            (false, Some(constant)) => return plain(constant, ctxt),
            _ if word == Word::Allow => {
                format!("`{word}` takes a property and a reason in quotes; write `{usage}`")
            }
            _ => format!("`{word}` takes a name and a value in quotes; write `{usage}`"),
        },
        Takes::Text | Takes::Path | Takes::Number if tokens.is_empty() => {
            format!("`{word}` needs a value; write it like `{usage}`")
        }
        Takes::Text if equals => match syn::parse2(tokens.clone()) {
            Ok(text) => return plain(Value::Text(text), ctxt),
            Err(_) => format!("`{word}` takes text in quotes; write it like `{usage}`"),
        },
        Takes::Number if equals => match number(&tokens) {
            Some(value) => return plain(value, ctxt),
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

/// Whether an equals sign follows; takes what people write in its place for one, and reports it.
fn equals(word: Word, input: ParseStream<'_>, ctxt: &Ctxt) -> bool {
    let ahead = input.fork();
    let sign = if ahead.peek(Token![==]) {
        ahead.parse::<Token![==]>().map(ToTokens::into_token_stream)
    } else if ahead.peek(Token![=>]) {
        ahead.parse::<Token![=>]>().map(ToTokens::into_token_stream)
    } else if ahead.peek(Token![:]) && !ahead.peek(Token![::]) {
        ahead.parse::<Token![:]>().map(ToTokens::into_token_stream)
    } else {
        return input.parse::<Option<Token![=]>>().ok().flatten().is_some();
    };
    match sign {
        Ok(sign) if !matches!(word.takes(), Takes::Nothing | Takes::Constant) => {
            input.advance_to(&ahead);
            let text = compact(sign.clone());
            let sentence = format!("`{word}` takes its value after `=`; write `=`, not `{text}`");
            ctxt.error(sign, sentence);
            true
        }
        _ => false,
    }
}

/// The value, whose literals have no suffix, or else it is reported.
fn plain(value: Value, ctxt: &Ctxt) -> Value {
    let refuse = |literal: &dyn ToTokens, suffix: &str| {
        let text = literal.to_token_stream().to_string();
        if let Some(plain) = text.strip_suffix(suffix)
            && !suffix.is_empty()
        {
            ctxt.error(
                literal,
                format!("the suffix `{suffix}` means nothing here; write `{plain}`"),
            );
        }
    };
    match &value {
        Value::Text(text) => refuse(text, text.suffix()),
        Value::Number(number, _) => refuse(number, number.suffix()),
        Value::Constant { name, value } => {
            refuse(name, name.suffix());
            refuse(value, value.suffix());
        }
        Value::Nothing | Value::Path(_) | Value::Wrong => {}
    }
    value
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
