//! The API domain: `/oauth/token` and `/v1.0/…`. A file for each family of endpoints, and what they
//! share: `caller`, `fields`, `list`, `answer`.
#![allow(clippy::unused_async, reason = "axum's handlers are async")]

mod access_token;
mod account;
mod account_connector;
mod answer;
mod caller;
mod connector;
mod fields;
mod launch;
mod launch_kind;
mod list;
mod method;
mod property;
mod router;
mod sign_in_token;
mod user;

pub(crate) use answer::in_switched_form;
pub(crate) use router::router;
