//! How the partner knows that a hand-off has succeeded.
//!
//! Cyclr's flow has no `state`, and the redirect or message that ends it carries no proof: anyone may
//! open the partner's page, and send its window a message. The proof has two halves: a
//! [`ConnectAttempt`], which only the session that began it can present, once; and Cyclr's own word that
//! the account connector is authenticated.

mod attempt_error;
mod attempts;
mod connect_attempt;
mod page_headers;
mod popup_listener;
mod random;
mod record;
mod session_hash;
mod session_key;
mod store;

pub use attempt_error::AttemptError;
pub use attempts::{Attempts, Completed};
pub use connect_attempt::ConnectAttempt;
pub use page_headers::PageHeaders;
pub use popup_listener::PopupListener;
pub use session_key::SessionKey;
pub use store::{AttemptStore, MemoryAttempts};
