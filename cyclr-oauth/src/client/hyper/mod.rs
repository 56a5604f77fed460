//! Sends requests with hyper: connections, limits, certificates and proxies.

mod certificates;
mod connect;
mod connection;
mod failure;
mod http_options;
mod idle;
mod pool;
mod proxy;
mod response_body;
mod transport;

pub use certificates::{InvalidCertificates, RootCertificates};
#[cfg(feature = "reqwest")]
pub(super) use failure::refused_certificate;
pub use http_options::HttpOptions;
pub use proxy::{InvalidProxy, Proxy};
#[cfg(feature = "reqwest")]
pub(super) use response_body::read_body;
pub use transport::HyperTransport;
