//! The calls without I/O: their requests, and how they read any response.

#[path = "../calls.rs"]
mod calls;

mod answers;
mod echoes;
mod embed;
mod hostile;
mod refusals;
mod requests;
mod webhooks;
mod withheld;
