//! [`OneTimeUrl`]: a URL that signs in the first person who opens it.

use std::fmt;

use http::Response;
use serde::de::{Deserialize, Deserializer, Error};

use crate::handoff::redirect;
use crate::values::Secret;
use crate::web::parse_url;

/// A single-use URL from Cyclr for LAUNCH, a marketplace or ORBIT, valid for five minutes.
///
/// It must be an https URL, or an http URL on a loopback host.
///
/// ```
/// use cyclr_oauth::api::OneTimeUrl;
///
/// let url: OneTimeUrl = serde_json::from_str(
///     r#""https://app-h.cyclr.com/account/signinwithtoken?token=ABCD%3D""#,
/// )?;
/// let redirect = url.into_redirect::<String>();
/// assert_eq!(redirect.headers()["cache-control"], "no-store");
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Security
///
/// The URL is a secret: it signs in the first person who opens it. Dropping it wipes its memory,
/// and `Debug` leaves out its query. `Clone` is absent because the URL works once; `Display`,
/// `Serialize` and `PartialEq` are absent for the reasons that [`Secret`] gives.
#[must_use = "the token in the URL serves once, and for five minutes only"]
pub struct OneTimeUrl(Secret);

impl OneTimeUrl {
    /// The URL as text.
    ///
    /// # Security
    ///
    /// Send the URL to the user's browser at once. Never put it in a log, a cache, an email
    /// (scanners open links) or a page that can be shown again.
    /// [`into_redirect`](Self::into_redirect) follows these rules.
    #[must_use]
    pub fn expose_url(&self) -> &str {
        self.0.expose_secret()
    }

    /// Makes a redirect to the URL that nothing caches or repeats in a `Referer`.
    ///
    /// The status is 303; the headers are `Location`, `Cache-Control: no-store` and
    /// `Referrer-Policy: no-referrer`.
    #[must_use]
    pub fn into_redirect<B: Default>(self) -> Response<B> {
        redirect(&self.0)
    }
}

impl fmt::Debug for OneTimeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.expose_url().split(['?', '#']).next().unwrap_or_default();
        write!(f, "OneTimeUrl({shown}?[redacted])")
    }
}

impl<'de> Deserialize<'de> for OneTimeUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Secret::deserialize(deserializer)?;
        let url = parse_url(text.expose_secret())
            .map_err(|error| D::Error::custom(format_args!("not a valid one-time URL: {error}")))?;
        Ok(Self(Secret::from(String::from(url))))
    }
}
