//! [`OneTimeUrl`]: a URL that signs whoever opens it first in, and what all such URLs do.

use std::fmt;

use http::Response;
use serde::de::{Deserialize, Deserializer, Error};

use crate::handoff::redirect;
use crate::values::Secret;
use crate::web::parse_url;

/// A URL that Cyclr made, for one access within five minutes: that of LAUNCH, a marketplace or ORBIT.
///
/// It is a https URL, or a http one on a loopback host: nothing else is read as one.
///
/// ```
/// use cyclr_oauth::api::OneTimeUrl;
///
/// let url: OneTimeUrl = serde_json::from_str(
///     r#""https://app-h.cyclr.com/account/signinwithtoken?token=ABCD%3D&returnUrl=%2Flaunch""#,
/// )?;
/// let redirect = url.into_redirect::<String>();
/// assert_eq!(redirect.headers()["cache-control"], "no-store");
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Security
///
/// The URL is a secret: who opens it first is signed in. It is wiped on drop, and `Debug` leaves out
/// its query. Absent on purpose: `Clone`, since the URL works once; `Display`, `Serialize` and
/// `PartialEq` for the reasons that [`Secret`] gives.
#[must_use = "the token in the URL serves once, and for five minutes only"]
pub struct OneTimeUrl(Secret);

impl OneTimeUrl {
    /// The URL itself.
    ///
    /// # Security
    ///
    /// It is for the user's browser, at once: not for a log, a cache, a mail (scanners open links)
    /// or a page that is shown twice. [`into_redirect`](Self::into_redirect) sees to that.
    #[must_use]
    pub fn expose_url(&self) -> &str {
        self.0.expose_secret()
    }

    /// A redirect to the URL that no cache keeps and no `Referer` repeats: status 303, `Location`,
    /// `Cache-Control: no-store` and `Referrer-Policy: no-referrer`.
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
