//! The calls without input and output: what they ask, and what they make of any answer.

#[path = "../calls.rs"]
mod calls;

mod answers;
mod embed;
mod hostile;
mod redaction;
mod refusals;
mod requests;
