//! The API domain: `/oauth/token` and `/v1.0/…`. A file for each family of endpoints, and what they
//! share: `caller`, `fields`, `list`, `segments`, `answer`. `routes` has every route once: the router and
//! the document are made from it.
#![allow(clippy::unused_async, reason = "axum's handlers are async")]

mod access_token;
mod account;
mod account_connector;
mod answer;
mod caller;
mod connector;
mod definition;
#[cfg(feature = "control")]
mod description;
#[cfg(feature = "control")]
mod document;
mod fields;
mod launch;
mod launch_kind;
mod launched;
mod list;
mod members;
mod method;
mod property;
mod route;
mod router;
mod routes;
mod segments;
mod sign_in_token;
mod user;

pub(crate) use answer::in_switched_form;
#[cfg(feature = "control")]
pub use document::document as api_openapi;
pub(crate) use router::ROUTER;
