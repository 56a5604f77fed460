//! Where the compiler underlines generated code.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::Type;
use syn::spanned::Spanned;

/// The place of the user's tokens, for generated code: the compiler underlines it there, but looks up
/// its names as in the rest of the expansion, and lints skip it.
pub(crate) fn at(tokens: &impl Spanned) -> Span {
    Span::call_site().located_at(tokens.span())
}

/// Gives all tokens this span.
pub(crate) fn respanned(tokens: TokenStream, span: Span) -> TokenStream {
    let respan = |mut tree: TokenTree| {
        tree.set_span(span);
        tree
    };
    tokens.into_iter().map(respan).collect()
}

/// Moves tokens to this place; the compiler looks their names up as before.
pub(crate) fn located(tokens: TokenStream, span: Span) -> TokenStream {
    let locate = |mut tree: TokenTree| {
        tree.set_span(tree.span().located_at(span));
        tree
    };
    tokens.into_iter().map(locate).collect()
}

/// The span of a type for a message that underlines one token only: in `&'a Region`, `Region`.
pub(crate) fn word_of(ty: &Type) -> Span {
    match ty {
        Type::Reference(reference) => word_of(&reference.elem),
        Type::Group(group) => word_of(&group.elem),
        ty => ty.span(),
    }
}
