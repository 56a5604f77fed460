//! Keeps generated code free of warnings about items that the user deprecates.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Attribute;

use crate::mention::mentions;

/// Silences the lint; only where something is deprecated, since `forbid(deprecated)` refuses it.
pub(crate) fn allow_deprecated<'a>(
    mut attributes: impl Iterator<Item = &'a Attribute>,
) -> Option<TokenStream> {
    attributes
        .any(|one| mentions(one.meta.to_token_stream(), &|word| word == "deprecated"))
        .then(|| quote!(#[allow(deprecated)]))
}
