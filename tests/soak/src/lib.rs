//! What the programs `soak` and `throughput` share: load, and servers that fail on demand.

pub mod load;
pub mod redis_server;
pub mod token_endpoint;
