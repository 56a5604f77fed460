//! A future that is dropped after each of its polls, as a server drops the handler of a request whose browser has gone.
//!
//! Each test cuts its work after one poll, then after two, and so on until it ends, over real sockets with each
//! transport, and looks at what is left. Time stands still, so that nothing that is left hanging ends by a timeout.

#[path = "../../calls.rs"]
mod calls;

mod attempts;
mod client;
mod links;
mod slow;
mod world;
