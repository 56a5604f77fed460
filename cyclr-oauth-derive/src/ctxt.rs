//! [`Ctxt`] collects every mistake of an item, so that one compile reports them all.

use std::cell::RefCell;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::Error;

/// Collects mistakes.
///
/// Only [`collect`](Self::collect) makes one, and hands the mistakes over when it ends: no stage can
/// forget them.
pub(crate) struct Ctxt {
    errors: RefCell<Vec<Error>>,
}

impl Ctxt {
    /// Runs the stages of a derive; gives their result and, after mistakes, the tokens that make
    /// the compiler report them.
    pub(crate) fn collect<T>(stages: impl FnOnce(&Self) -> T) -> (T, Option<TokenStream>) {
        let ctxt = Self { errors: RefCell::default() };
        let result = stages(&ctxt);
        let errors = ctxt.errors.into_inner();
        let errors = (!errors.is_empty())
            .then(|| errors.iter().map(Error::to_compile_error).collect::<TokenStream>());
        (result, errors)
    }

    /// Reports a mistake; the tokens are what must change.
    pub(crate) fn error(&self, tokens: impl ToTokens, sentence: impl Into<String>) {
        self.push(Error::new_spanned(tokens, sentence.into()));
    }

    /// Reports a mistake where something is missing, so that no tokens can be underlined.
    pub(crate) fn error_at(&self, span: Span, sentence: impl Into<String>) {
        self.push(Error::new(span, sentence.into()));
    }

    fn push(&self, error: Error) {
        self.errors.borrow_mut().push(error);
    }
}
