//! [`ServiceDomain`] and [`ApiDomain`]: Cyclr's two hosts.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use crate::values::{deserialize_from_text, deserialize_text};
use crate::web::invalid_url::InvalidUrl;
use crate::web::{literal, url_rules};

/// A scheme, a host and an optional port.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
struct Domain {
    https: bool,
    /// `host[:port]`
    authority: Cow<'static, str>,
}

impl Domain {
    fn parse(text: &str) -> Result<Self, InvalidUrl> {
        // People paste a domain with its scheme and a trailing slash, or without.
        let with_scheme = match text {
            "" => return Err(InvalidUrl::Empty),
            _ if text.contains("://") || text.starts_with("https:") => Cow::Borrowed(text),
            _ => Cow::Owned(format!("https://{text}")),
        };
        let url = url_rules::parse(&with_scheme)?;
        if url.path() != "/" {
            return Err(InvalidUrl::Path);
        }
        if url.query().is_some() {
            return Err(InvalidUrl::Query);
        }
        if url.fragment().is_some() {
            return Err(InvalidUrl::Fragment);
        }
        let https = url.scheme() == "https";
        Ok(Self { https, authority: Cow::Owned(url.authority().to_owned()) })
    }

    const fn scheme(&self) -> &'static str {
        if self.https { "https" } else { "http" }
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme(), self.authority)
    }
}

const fn check_literal(text: &'static str) -> Result<literal::Parts, InvalidUrl> {
    if text.is_empty() {
        return Err(InvalidUrl::Empty);
    }
    let (https, rest) = match literal::split_scheme(text) {
        Some(split) => split,
        None if matches!(text.as_bytes(), [b'h', b't', b't', b'p', b's', b':', ..]) => {
            return Err(InvalidUrl::NoScheme);
        }
        None => (true, text),
    };
    match literal::check(https, rest) {
        Ok(parts) if !matches!(parts.rest.as_bytes(), [] | [b'/']) => Err(InvalidUrl::Path),
        checked => checked,
    }
}

/// The host that users' browsers see: sign-in links, `/connectorauth/…`, OAuth callbacks.
///
/// Find it in the Cyclr console. No call returns it, and it can't be derived from the [`ApiDomain`]
/// ([documented](crate::guide::how_cyclr_behaves)).
///
/// ```
/// use cyclr_oauth::ServiceDomain;
///
/// const CYCLR: ServiceDomain = ServiceDomain::from_static("app-h.cyclr.com");
/// assert_eq!(CYCLR.to_string(), "https://app-h.cyclr.com");
/// assert_eq!(ServiceDomain::parse("https://App-H.cyclr.com/")?, CYCLR);
/// # Ok::<(), cyclr_oauth::web::InvalidUrl>(())
/// ```
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct ServiceDomain(Domain);

/// The host of Cyclr's API: `/oauth/token` and `/v1.0/…`.
///
/// The public hosts are constants. A private instance has its own host.
///
/// ```
/// use cyclr_oauth::ApiDomain;
///
/// assert_eq!(ApiDomain::EU.to_string(), "https://api.eu.cyclr.com");
/// let private = ApiDomain::parse("apiintegrations.example.co.uk")?;
/// # Ok::<(), cyclr_oauth::web::InvalidUrl>(())
/// ```
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct ApiDomain(Domain);

impl ApiDomain {
    /// Asia Pacific: `api.apac.cyclr.com` ([documented](crate::guide::how_cyclr_behaves)).
    pub const APAC: Self = Self::from_static("api.apac.cyclr.com");
    /// European Union: `api.eu.cyclr.com` ([documented](crate::guide::how_cyclr_behaves)).
    pub const EU: Self = Self::from_static("api.eu.cyclr.com");
    /// United Kingdom: `api.cyclr.uk` ([documented](crate::guide::how_cyclr_behaves)).
    pub const UK: Self = Self::from_static("api.cyclr.uk");
    /// United States: `api.cyclr.com` ([documented](crate::guide::how_cyclr_behaves)).
    pub const US: Self = Self::from_static("api.cyclr.com");
    /// United States, second instance: `api.us2.cyclr.com`
    /// ([documented](crate::guide::how_cyclr_behaves)).
    pub const US2: Self = Self::from_static("api.us2.cyclr.com");
}

macro_rules! parts {
    ($Domain:ident) => {
        impl $Domain {
            pub(crate) const fn is_https(&self) -> bool {
                self.0.https
            }

            /// `host[:port]`
            pub(crate) fn authority(&self) -> &str {
                &self.0.authority
            }
        }
    };
}

parts!(ServiceDomain);
#[cfg(feature = "api")]
parts!(ApiDomain);

macro_rules! domain {
    ($Domain:ident, api_hosts: $api_hosts:literal) => {
        impl $Domain {
            /// Parses a host, a host with a port, or an origin with its scheme.
            ///
            /// The scheme must be https, which is the default, or http on a loopback host. Parsing
            /// drops a trailing slash and normalizes the host as browsers do.
            ///
            /// # Errors
            ///
            /// [`InvalidUrl`] if there is a path, query, fragment or user name, another scheme, or
            /// no valid host.
            ///
            /// ```
            #[doc = concat!("use cyclr_oauth::web::{InvalidUrl, ", stringify!($Domain), "};")]
            ///
            #[doc = concat!("let local = ", stringify!($Domain), "::parse(\"http://localhost:4010/\")?;")]
            /// assert_eq!(local.to_string(), "http://localhost:4010");
            #[doc = concat!("let path = ", stringify!($Domain), "::parse(\"app-h.cyclr.com/account\");")]
            /// assert_eq!(path.unwrap_err(), InvalidUrl::Path);
            /// # Ok::<(), InvalidUrl>(())
            /// ```
            pub fn parse(text: &str) -> Result<Self, InvalidUrl> {
                let domain = Domain::parse(text)?;
                if !$api_hosts && is_api_host(&domain.authority) {
                    return Err(InvalidUrl::ApiDomain);
                }
                Ok(Self(domain))
            }

            /// Makes a domain from a literal. In a `const`, an invalid one fails to compile.
            ///
            /// A `const` can't rewrite text: write the host in lowercase ASCII and omit the
            /// scheme's default port. `[::1]` is the only IPv6 address allowed. Use
            /// [`parse`](Self::parse) for Punycode.
            ///
            /// # Panics
            ///
            /// Panics if the literal isn't a valid domain: at compile time in a `const`.
            #[must_use]
            #[track_caller]
            pub const fn from_static(text: &'static str) -> Self {
                let error = match check_literal(text) {
                    Ok(parts) if !$api_hosts && is_api_host(parts.authority) => {
                        InvalidUrl::ApiDomain
                    }
                    Ok(literal::Parts { https, authority, .. }) => {
                        return Self(Domain { https, authority: Cow::Borrowed(authority) });
                    }
                    Err(error) => error,
                };
                panic!("{}", error.sentence())
            }
        }

        impl FromStr for $Domain {
            type Err = InvalidUrl;

            fn from_str(text: &str) -> Result<Self, InvalidUrl> {
                Self::parse(text)
            }
        }

        /// The origin: scheme, host, and the port unless it is the default.
        impl fmt::Display for $Domain {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $Domain {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($Domain), self.0)
            }
        }
    };
}

domain!(ServiceDomain, api_hosts: false);
domain!(ApiDomain, api_hosts: true);

deserialize_from_text!(ServiceDomain, "service domain");
deserialize_from_text!(ApiDomain, "API domain");

/// People confuse the two domains, so the known API hosts are rejected as service domains.
const fn is_api_host(authority: &str) -> bool {
    matches!(
        authority.as_bytes(),
        b"api.apac.cyclr.com"
            | b"api.cyclr.com"
            | b"api.cyclr.uk"
            | b"api.eu.cyclr.com"
            | b"api.us2.cyclr.com"
    )
}
