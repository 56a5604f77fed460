//! What a SaaS vendor writes to let its customers connect third-party applications: one struct a
//! connector, the hand-off of the user's browser to Cyclr, and a web application around both.

pub mod connectors;
pub mod customer;
pub mod local_cyclr;
pub mod people;
pub mod walk;
pub mod web;
