//! The client and attempts for blocking code.
//!
//! ```no_run
//! use cyclr_oauth::{AccountId, ApiDomain, Secret, ServiceDomain, blocking};
//!
//! let cyclr = blocking::Client::builder()
//!     .api_domain(ApiDomain::US)
//!     .client_credentials("client-id", Secret::from("s3cr3t"))
//!     .service_domain(ServiceDomain::from_static("app-h.cyclr.com"))
//!     .build()?;
//! let token = cyclr.sign_in_token(&AccountId::new("Acme-42")?, "example_user")?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! It is the async client on its own thread: the caller waits. Everything documented there applies
//! here: the shared access token, the retries, the limits and the errors.

mod accounts;
mod attempts;
mod background;
mod client;
mod pages;
mod wait;

pub use accounts::Accounts;
pub use attempts::{Attempts, Begun};
pub use client::{AccountScope, Client};
pub use pages::Pages;
