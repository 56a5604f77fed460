//! What the sandbox received, and what of it may be shown.

mod history;
mod known_names;
mod redact;
mod request;
mod sent_webhook;

pub(crate) use history::History;
pub(crate) use redact::{shown_method, shown_path};
pub use request::{Origin, RecordedRequest};
pub use sent_webhook::SentWebhook;
