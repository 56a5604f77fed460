//! Waits for async work on the calling thread.

use std::future::Future;

pub(super) fn wait<T>(work: impl Future<Output = T>) -> T {
    // Inside a tokio task whose budget is used up, tokio would suspend the task to wait for a thread
    // that this very call blocks.
    pollster::block_on(tokio::task::unconstrained(work))
}

/// Defines blocking versions of an async type's calls: the field that holds it, its name, the
/// calls.
macro_rules! waiting {
    ($field:ident, $Type:literal:
        $($call:ident($($argument:ident: $Argument:ty),*) -> $Answer:ty;)*
    ) => {$(
        #[doc = concat!("[`", $Type, "::", stringify!($call), "`](crate::client::", $Type, "::", stringify!($call), ")")]
        ///
        /// # Errors
        ///
        /// The same as there.
        pub fn $call(&self, $($argument: $Argument),*) -> Result<$Answer, Error> {
            wait(self.$field.$call($($argument),*))
        }
    )*};
}
pub(super) use waiting;
