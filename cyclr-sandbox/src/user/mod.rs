//! A user for tests without a browser.

mod completion;
mod error;
mod http_user;
mod request;

pub use completion::Completion;
pub use error::UserError;
pub use http_user::{HttpUser, Visit};
