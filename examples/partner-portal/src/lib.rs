//! What a SaaS vendor writes to let its customers connect third-party applications: one struct a
//! connector, and the hand-off of the user's browser to Cyclr.

pub mod connectors;
pub mod customer;
pub mod local_cyclr;
pub mod walk;
