//! [`Ctxt`]: every mistake of an item, reported in one compile.

use std::cell::RefCell;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::Error;

/// Collects mistakes.
///
/// It exists only while [`collect`](Self::collect) runs, which hands the mistakes over: they can't
/// be forgotten.
pub(crate) struct Ctxt {
    errors: RefCell<Vec<Error>>,
}

impl Ctxt {
    /// Runs the stages of a derive; gives their result and what the compiler is to say, if
    /// anything.
    pub(crate) fn collect<T>(stages: impl FnOnce(&Self) -> T) -> (T, Option<TokenStream>) {
        let ctxt = Self { errors: RefCell::default() };
        let result = stages(&ctxt);
        let errors = ctxt.errors.into_inner();
        let errors = (!errors.is_empty())
            .then(|| errors.iter().map(Error::to_compile_error).collect::<TokenStream>());
        (result, errors)
    }

    /// A mistake; the tokens are what must change.
    pub(crate) fn error(&self, tokens: impl ToTokens, sentence: impl Into<String>) {
        self.push(Error::new_spanned(tokens, sentence.into()));
    }

    /// A mistake where there are no tokens to underline, only a place.
    pub(crate) fn error_at(&self, span: Span, sentence: impl Into<String>) {
        self.push(Error::new(span, sentence.into()));
    }

    fn push(&self, error: Error) {
        self.errors.borrow_mut().push(error);
    }
}
