//! Whether a word is somewhere in tokens.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Generics, Type};

/// Whether the tokens contain such a word, at any depth.
pub(crate) fn mentions(tokens: TokenStream, is: &dyn Fn(&str) -> bool) -> bool {
    tokens.into_iter().any(|tree| match tree {
        TokenTree::Group(group) => mentions(group.stream(), is),
        TokenTree::Ident(ident) => is(&ident.to_string()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// Whether the type can be anything.
pub(crate) fn mentions_type_parameter(generics: &Generics, ty: &Type) -> bool {
    let parameter = |word: &str| generics.type_params().any(|param| param.ident == word);
    mentions(ty.to_token_stream(), &parameter)
}

/// Whether nothing declares all of the type outside the item's implementations.
pub(crate) fn mentions_parameters(generics: &Generics, ty: &impl ToTokens) -> bool {
    let parameter = |word: &str| {
        word == "Self"
            || generics.type_params().any(|param| param.ident == word)
            || generics.const_params().any(|param| param.ident == word)
    };
    mentions(ty.to_token_stream(), &parameter)
}
