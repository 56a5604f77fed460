//! The direct way from a connector to its JSON text.
//!
//! Each text is described once, and its description runs twice: over a counter, then over a buffer of
//! exactly that size. A growing buffer would leave a copy of its secrets behind each time it moves.

pub(super) mod escape;
#[cfg(feature = "api")]
pub(super) mod object;
pub(super) mod out;
pub(super) mod payload;
pub(super) mod tokens;
