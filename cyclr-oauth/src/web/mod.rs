//! Valid URLs: Cyclr's two domains, and the target that users return to.

mod domain;
mod invalid_url;
mod literal;
mod percent;
mod target_origin;
mod url_rules;

pub use domain::{ApiDomain, ServiceDomain};
pub use invalid_url::InvalidUrl;
pub use target_origin::TargetOrigin;

#[cfg(feature = "api")]
pub(crate) use percent::{Piece, join};
pub(crate) use percent::{encoded_len, write_encoded, write_text};
#[cfg(feature = "api")]
pub(crate) use url_rules::parse as parse_url;
