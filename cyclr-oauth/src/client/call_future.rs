//! [`CallFuture`]: a prepared call, sent when awaited.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::api::Error;

/// A prepared call, which is sent when you await it.
///
/// The calls of [`AccountScope`](crate::client::AccountScope) return this named type instead of
/// `impl Future`. An argument of the wrong type is then one compiler error, not one per mention.
#[must_use = "the call is sent when it is awaited"]
pub struct CallFuture<'a, T>(Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>);

impl<'a, T> CallFuture<'a, T> {
    pub(super) fn new(call: impl Future<Output = Result<T, Error>> + Send + 'a) -> Self {
        Self(Box::pin(call))
    }
}

impl<T> Future for CallFuture<'_, T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context)
    }
}

impl<T> fmt::Debug for CallFuture<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallFuture").finish_non_exhaustive()
    }
}
