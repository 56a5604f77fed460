//! [`Proxy`]: how requests leave the network.

use std::fmt;

use http::Uri;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};

/// Which proxy requests to Cyclr take.
///
/// ```
/// use cyclr_oauth::Client;
/// use cyclr_oauth::client::{HttpOptions, Proxy};
///
/// let proxy = Proxy::new("http://user:p4ssw0rd@proxy.internal:3128")?;
/// assert_eq!(format!("{proxy:?}"), "Proxy(http://proxy.internal:3128/)");
/// let builder = Client::with_http(HttpOptions::new().proxy(proxy));
/// # Ok::<(), cyclr_oauth::client::InvalidProxy>(())
/// ```
///
/// The proxy sees the host name of the API and encrypted bytes: the TLS connection goes through it, by
/// `CONNECT`. A local API domain over plain HTTP is never reached through a proxy.
///
/// # Security
///
/// `Debug` leaves out user name and password.
#[derive(Clone)]
pub struct Proxy(Choice);

#[derive(Clone)]
enum Choice {
    Environment,
    None,
    Fixed(Intercept),
}

impl Proxy {
    /// The proxy at this URL: `http://` or `https://`, with `user:password@` if the proxy requires it.
    ///
    /// # Errors
    ///
    /// [`InvalidProxy`] if the text is not such a URL.
    pub fn new(url: &str) -> Result<Self, InvalidProxy> {
        // By the same rules as a URL in the environment.
        let matcher = Matcher::builder().https(url).build();
        let found = matcher.intercept(&Uri::from_static("https://any.example/"));
        found.filter(is_http).map(|proxy| Self(Choice::Fixed(proxy))).ok_or(InvalidProxy(()))
    }

    /// The proxy that `HTTPS_PROXY` or `ALL_PROXY` names, unless `NO_PROXY` lists the API's host. Lower
    /// case works too. This is the default.
    #[must_use]
    pub fn from_environment() -> Self {
        Self(Choice::Environment)
    }

    /// No proxy, whatever the environment says.
    #[must_use]
    pub fn none() -> Self {
        Self(Choice::None)
    }

    /// The proxy for this destination.
    pub(super) fn of(&self, destination: &Uri) -> Result<Option<Intercept>, InvalidProxy> {
        match &self.0 {
            Choice::None => Ok(None),
            Choice::Fixed(proxy) => Ok(Some(proxy.clone())),
            Choice::Environment => match Matcher::from_env().intercept(destination) {
                // Without the proxy, requests would leave by another way than the one that was asked for.
                Some(proxy) if !is_http(&proxy) => Err(InvalidProxy(())),
                proxy => Ok(proxy),
            },
        }
    }
}

fn is_http(proxy: &Intercept) -> bool {
    matches!(proxy.uri().scheme_str(), Some("http" | "https"))
}

impl Default for Proxy {
    fn default() -> Self {
        Self::from_environment()
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Choice::Environment => f.write_str("Proxy(from the environment)"),
            Choice::None => f.write_str("Proxy(none)"),
            Choice::Fixed(proxy) => write!(f, "Proxy({})", proxy.uri()),
        }
    }
}

/// The text is not the URL of a proxy. It may hold a password, so the error doesn't repeat it.
///
/// ```
/// use cyclr_oauth::client::Proxy;
///
/// let error = Proxy::new("socks5://proxy.internal").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "not the URL of a proxy: write `http://host:port` or `https://host:port`",
/// );
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InvalidProxy(());

impl fmt::Display for InvalidProxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the URL of a proxy: write `http://host:port` or `https://host:port`")
    }
}

impl std::error::Error for InvalidProxy {}
