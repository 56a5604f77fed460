//! What can happen to [`CyclrState`](crate::state::CyclrState).

mod access;
mod catalogue;
mod consent;
mod failure;
mod installation;
mod property;
mod registration;
mod shortcuts;
mod sign_in;

pub(crate) use property::no_property;
