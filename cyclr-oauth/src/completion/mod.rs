//! How the partner knows that a hand-off has succeeded.
//!
//! Cyclr's flow has no `state`, and what it ends with, a redirect or a message, carries nothing that
//! proves anything: anyone may open the partner's page, and send its window a message. The proof has
//! two halves. A [`ConnectAttempt`], which only the session that began it can present, once; and
//! Cyclr's own word that the account connector is authenticated.

mod attempt;
mod attempts;
mod error;
mod random;
mod record;
mod session_key;
mod store;

pub use attempt::ConnectAttempt;
pub use attempts::{Attempts, Completed};
pub use error::AttemptError;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub(crate) use random::random;
pub(crate) use random::{TEXT_LENGTH, text};
pub use session_key::SessionKey;
pub use store::{AttemptStore, MemoryAttempts};
