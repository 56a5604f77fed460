//! [`CallFuture`]: a call that has been prepared and is sent once it is awaited.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::api::Error;

/// A call that is sent once it is awaited: the future of the calls of
/// [`AccountScope`](crate::client::AccountScope).
///
/// It has a name, unlike `impl Future`, so that an argument of the wrong type is one error of the
/// compiler and not one for each place that mentions the future.
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
