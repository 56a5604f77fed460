#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod attempts;
mod connection;
mod connection_cache;
mod error;
#[cfg(test)]
mod model;

pub use attempts::RedisAttempts;
pub use error::RedisAttemptsError;

// Only so that its cryptography is there.
#[cfg(feature = "rustls")]
use rustls as _;
