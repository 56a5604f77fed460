//! How the partner knows that a hand-off has succeeded.
//!
//! Cyclr's flow has no `state`, and the redirect or message that ends it carries no proof: anyone may
//! open the partner's page, and send its window a message. The proof has two halves: an attempt, which
//! only the session that began it can present, once; and Cyclr's own word that the account connector is
//! authenticated.
//!
//! | step | makes | from |
//! | --- | --- | --- |
//! | [`Attempts::begin`] | [`Begun`] | the account, the account connector and a [`SessionKey`] |
//! | [`Begun::redirect`], [`Begun::popup`] | the response to the click | `Begun`, which it consumes |
//! | [`Returned::by_navigation`], [`Returned::by_form`] | [`Returned`] | the request that comes back |
//! | [`Attempts::complete`], [`Attempts::complete_if`] | [`Completed`] | `Returned`, and the same `SessionKey` |
//! | [`Completed::see_other`] | the response | `Completed` |
//!
//! A [`ConnectLink`] begins one for a person who isn't on your page yet: [`Attempts::issue_link`] makes it,
//! [`Attempts::open_link`] says who asks for what, and only the click begins the attempt, by [`Attempts::begin_link`].
//!
//! # A fresh account connector for each attempt
//!
//! The user who starts a flow holds a URL at which somebody else may consent: see
//! [Session fixation](crate::guide::session_fixation). If integrations already use the account connector,
//! that person's data flow at once, and undoing it costs the connection that was there before. So let
//! nothing run on it until it is confirmed: install another one for each attempt, use it once the attempt
//! is completed, and delete the one before.
//!
#![doc = "```no_run"]
#![doc = include_str!("../../docs/recipes/fresh_connector.rs")]
#![doc = "```"]
//!
//! - Colleagues, and two tabs, can connect at once: the one that completes last is in use.
//! - If your database fails after `done`, the new account connector stays unused until the job deletes it, and
//!   the user connects again.
//! - For a [`ConnectLink`], install the account connector when you issue the link, and `keep` it until the link
//!   ends. After a refusal it is deleted: issue another link.
//! - Call [`Attempts::sweep`] as always: it deauthenticates what a victim's consent left on an account connector
//!   that nobody completed.
//!
//! # Ask again whose a connection is
//!
//! Nobody signs the hand-off's URL. So an attacker can put the id of a confirmed connection into it, and a
//! victim's consent then replaces its tokens, without any attempt that names it. Ask the third party from
//! time to time whose the connection is:
//!
#![doc = "```no_run"]
#![doc = include_str!("../../docs/recipes/ask_again.rs")]
#![doc = "```"]

mod attempt_end;
mod attempt_error;
mod attempt_future;
mod attempt_text;
mod attempts;
mod begun;
mod completed;
mod connect_link;
mod invitation;
mod link_click;
mod link_error;
mod link_text;
mod link_use;
mod memory_attempts;
mod new_link;
mod page_headers;
mod popup_listener;
mod random;
mod record;
mod returned;
mod session_key;
mod store;
mod sweep;

pub use attempt_end::{Cancelled, Decision};
pub use attempt_error::AttemptError;
pub use attempt_future::AttemptFuture;
pub use attempts::Attempts;
pub use begun::Begun;
pub use completed::{Completed, InvalidPath};
pub use connect_link::{ConnectLink, InvalidLinkId, LinkId};
pub use invitation::Invitation;
pub use link_click::LinkClick;
pub use link_error::LinkError;
pub use memory_attempts::MemoryAttempts;
pub use new_link::NewLink;
pub use page_headers::PageHeaders;
pub use popup_listener::PopupListener;
pub use returned::{NotReturned, Returned};
pub use session_key::{InvalidSessionKey, SessionId, SessionKey};
pub use store::{AttemptStore, BoxError, StoreEntry, StoreFuture};
pub use sweep::{Leftover, Swept};
