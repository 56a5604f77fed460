//! Array lengths that are blocks, such as `[u8; { … }]`: the parser knows them only with a feature that
//! takes seconds to build. A placeholder name replaces each one while the derive runs.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::quote_spanned;
use syn::DeriveInput;
use syn::spanned::Spanned;

/// No user has such a name. It is a constant's.
const PREFIX: &str = "__CYCLR_LENGTH_";

/// Expands an item, whatever its lengths are.
pub(crate) fn with_any_length(
    item: TokenStream,
    expand: impl FnOnce(&DeriveInput) -> TokenStream,
) -> TokenStream {
    match syn::parse2(item.clone()) {
        // Without such lengths; or another crate has switched the feature on.
        Ok(item) => expand(&item),
        Err(_) => with_named_lengths(item, expand),
    }
}

/// The same, whatever the parser knows.
pub(crate) fn with_named_lengths(
    item: TokenStream,
    expand: impl FnOnce(&DeriveInput) -> TokenStream,
) -> TokenStream {
    let mut lengths = Vec::new();
    match syn::parse2(named(item, false, &mut lengths)) {
        Ok(item) => restored(expand(&item), &lengths),
        Err(error) => {
            let sentence = "the derive can't read this; if it computes a length, give it a name, \
                            like `const LENGTH: usize = …;`, and write the name";
            quote_spanned!(error.span()=> ::core::compile_error! { #sentence })
        }
    }
}

/// Puts a name in the place of each length; `within` is whether the tokens are in the item's body.
fn named(tokens: TokenStream, within: bool, lengths: &mut Vec<TokenStream>) -> TokenStream {
    let mut named = Vec::new();
    let mut before = ' ';
    let mut trees = tokens.into_iter();
    while let Some(tree) = trees.next() {
        let punct = std::mem::replace(&mut before, ' ');
        match tree {
            // Of an attribute or a macro.
            TokenTree::Group(group) if matches!(punct, '#' | '!') => named.push(group.into()),
            TokenTree::Group(group)
                if group.delimiter() == Delimiter::Brace
                    && (punct == '<' || within && punct == ',') =>
            {
                named.push(name(TokenTree::from(group).into(), lengths));
            }
            TokenTree::Group(group) => {
                let mut new =
                    Group::new(group.delimiter(), self::named(group.stream(), true, lengths));
                new.set_span(group.span());
                named.push(new.into());
            }
            TokenTree::Punct(punct) if punct.as_char() == ';' && within => {
                named.push(punct.into());
                named.push(name(trees.by_ref().collect(), lengths));
            }
            TokenTree::Punct(punct) => {
                before = punct.as_char();
                named.push(punct.into());
            }
            tree => named.push(tree),
        }
    }
    named.into_iter().collect()
}

/// Whether it is the name of a length.
pub(crate) fn is_length(name: &Ident) -> bool {
    name.to_string().starts_with(PREFIX)
}

fn name(length: TokenStream, lengths: &mut Vec<TokenStream>) -> TokenTree {
    let name = format!("{PREFIX}{}", lengths.len());
    let name = Ident::new(&name, Span::call_site().located_at(length.span()));
    lengths.push(length);
    name.into()
}

/// Puts each length back in its place.
fn restored(tokens: TokenStream, lengths: &[TokenStream]) -> TokenStream {
    let restore = |tree: TokenTree| match tree {
        TokenTree::Group(group) => {
            let mut new = Group::new(group.delimiter(), restored(group.stream(), lengths));
            new.set_span(group.span());
            TokenTree::from(new).into()
        }
        TokenTree::Ident(ident) => {
            let text = ident.to_string();
            let index = text.strip_prefix(PREFIX).and_then(|index| index.parse::<usize>().ok());
            let length = index.and_then(|index| lengths.get(index)).cloned();
            length.unwrap_or_else(|| TokenTree::from(ident).into())
        }
        tree => tree.into(),
    };
    tokens.into_iter().flat_map(restore).collect()
}
