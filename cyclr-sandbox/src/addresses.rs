//! [`Addresses`]: the sandbox's three origins.

use cyclr_oauth::{ApiDomain, ServiceDomain};
use url::{Position, Url};

#[cfg(feature = "tls")]
use crate::tls::Authority;

/// The three origins.
#[derive(Clone, Debug)]
pub(crate) struct Addresses {
    pub(crate) api: ApiDomain,
    pub(crate) service: ServiceDomain,
    /// Scheme, host and port.
    pub(crate) third_party: String,
    /// What clients have to trust; `None` over plain HTTP.
    #[cfg(feature = "tls")]
    pub(crate) authority: Option<Authority>,
}

impl Addresses {
    /// Whether a URL is of one of the three.
    pub(crate) fn own(&self, url: &Url) -> bool {
        let origin = &url[..Position::BeforePath];
        origin == self.api.to_string()
            || origin == self.service.to_string()
            || origin == self.third_party
    }
}
