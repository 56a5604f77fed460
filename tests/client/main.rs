//! The client, over a transport that answers by a script and a clock that is wound by hand.

#[path = "../calls.rs"]
mod calls;

mod access_token;
mod attempt_store;
mod clock;
mod completion;
mod configure;
mod limits;
mod pages;
mod pauses;
mod removal;
mod renewal;
mod script;
mod table;
mod trace;
