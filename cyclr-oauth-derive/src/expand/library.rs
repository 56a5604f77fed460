//! The library's path in generated code.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::attr::Attrs;
use crate::symbol::Word;

/// Puts items where `_c` is the library's hidden module.
pub(crate) fn within_library(attrs: &Attrs, items: &TokenStream) -> TokenStream {
    let path = attrs.path(Word::Crate);
    let library = path.map_or_else(|| quote!(::cyclr_oauth), ToTokens::to_token_stream);
    quote! {
        const _: () = {
            use #library::__private as _c;
            #items
        };
    }
}
