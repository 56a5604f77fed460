//! [`AttemptFuture`]: the beginning of an attempt, which happens once it is awaited.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::completion::attempt_error::AttemptError;

/// The future of [`Attempts::begin`](crate::Attempts::begin), which begins once it is awaited.
///
/// It has a name, unlike `impl Future`, so that an id of the wrong type is one error of the compiler.
#[must_use = "the attempt begins when this is awaited"]
pub struct AttemptFuture<'a, T>(Pin<Box<dyn Future<Output = Result<T, AttemptError>> + Send + 'a>>);

impl<'a, T> AttemptFuture<'a, T> {
    pub(super) fn new(work: impl Future<Output = Result<T, AttemptError>> + Send + 'a) -> Self {
        Self(Box::pin(work))
    }
}

impl<T> Future for AttemptFuture<'_, T> {
    type Output = Result<T, AttemptError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context)
    }
}

impl<T> fmt::Debug for AttemptFuture<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AttemptFuture").finish_non_exhaustive()
    }
}
