//! Writes a connector's JSON.
//!
//! Each text is described once. The description runs twice: over a counter, then over a buffer of
//! exactly that size. A growing buffer would leave copies of secrets behind.

pub(super) mod escape;
#[cfg(feature = "api")]
pub(super) mod object;
pub(super) mod out;
pub(super) mod payload;
pub(super) mod tokens;
