//! The calls without input and output: what they ask, and what they make of any answer.

#[path = "../calls.rs"]
mod calls;

mod answers;
mod echoes;
mod embed;
mod hostile;
mod refusals;
mod requests;
mod webhooks;
