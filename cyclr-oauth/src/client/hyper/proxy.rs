//! [`Proxy`]: how requests leave the network.

use std::fmt;

use http::Uri;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};

/// The proxy for requests to Cyclr.
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
/// The TLS connection passes through the proxy with `CONNECT`: the proxy sees the API's host name
/// and encrypted bytes. A local API domain over plain HTTP never uses a proxy.
///
/// # Security
///
/// `Debug` leaves out the user name and password.
#[derive(Clone)]
pub struct Proxy(Choice);

#[derive(Clone)]
enum Choice {
    Environment,
    None,
    Fixed(Intercept),
}

impl Proxy {
    /// Uses the proxy at this URL.
    ///
    /// The URL starts with `http://` or `https://`, followed by `user:password@` if the proxy
    /// requires it.
    ///
    /// # Errors
    ///
    /// [`InvalidProxy`] if the text isn't such a URL.
    pub fn new(url: &str) -> Result<Self, InvalidProxy> {
        // The same rules apply to a URL from the environment.
        let matcher = Matcher::builder().https(url).build();
        let found = matcher.intercept(&Uri::from_static("https://any.example/"));
        found.filter(is_http).map(|proxy| Self(Choice::Fixed(proxy))).ok_or(InvalidProxy(()))
    }

    /// Uses the proxy in `HTTPS_PROXY` or `ALL_PROXY`. This is the default.
    ///
    /// Hosts in `NO_PROXY` are reached directly. Lowercase names also work.
    #[must_use]
    pub fn from_environment() -> Self {
        Self(Choice::Environment)
    }

    /// Uses no proxy, whatever the environment says.
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
                // Ignoring an invalid proxy would send requests around it.
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

/// The error for text that isn't a proxy URL. It doesn't repeat the text, which may hold a
/// password.
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
