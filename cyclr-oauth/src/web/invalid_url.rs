//! [`InvalidUrl`]: why a URL or domain was rejected.

use std::fmt;

/// Why a text isn't a valid [`ServiceDomain`], [`ApiDomain`] or [`TargetOrigin`].
///
/// The error doesn't repeat the text, since a target may contain data that must not be logged.
///
/// ```
/// use cyclr_oauth::TargetOrigin;
/// use cyclr_oauth::web::InvalidUrl;
///
/// let error = TargetOrigin::parse("app.example/done").unwrap_err();
/// assert_eq!(error, InvalidUrl::NoScheme);
/// assert_eq!(error.to_string(), "the scheme is missing: start with `https://`");
/// ```
///
/// [`ApiDomain`]: crate::ApiDomain
/// [`ServiceDomain`]: crate::ServiceDomain
/// [`TargetOrigin`]: crate::TargetOrigin
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum InvalidUrl {
    /// A host of Cyclr's API, given as a service domain.
    ApiDomain,
    /// A backslash before the query. Browsers read it as `/`; other parsers don't.
    Backslash,
    /// A control character, tab or line break, or an invisible character in the host. Browsers drop
    /// them silently.
    ControlCharacter,
    /// Empty text.
    Empty,
    /// A fragment in a domain.
    Fragment,
    /// A query parameter `cyclr_attempt`, which the library adds to a target itself.
    HasAttempt,
    /// A query parameter `cyclr_link`, which the library adds to a link's page itself.
    HasLink,
    /// No host, or one that is neither a name nor an address.
    Host,
    /// `http` for a host other than loopback.
    HttpNotLoopback,
    /// No scheme, or one that isn't followed by `//`.
    NoScheme,
    /// In `from_static` only: a spelling that browsers would normalize.
    NotNormal,
    /// The word `null`, the origin of sandboxed frames and local files.
    Null,
    /// In [`TargetOrigin::join`](crate::TargetOrigin::join) only: a reference to another origin.
    OtherOrigin,
    /// A path in a domain.
    Path,
    /// A port that isn't a number up to 65535.
    Port,
    /// A query in a domain.
    Query,
    /// A scheme other than `https`, or `http` on a loopback host.
    Scheme,
    /// A space at the beginning or the end.
    Space,
    /// A user name or password before the host.
    UserInfo,
    /// The wildcard `*`, also inside a host: any page could read the message.
    Wildcard,
}

impl InvalidUrl {
    /// The message, shared by `Display` and compile-time panics.
    pub(crate) const fn sentence(self) -> &'static str {
        match self {
            Self::ApiDomain => {
                "this is a host of Cyclr's API: copy the service domain from the Cyclr console"
            }
            Self::Backslash => "a backslash is not allowed, because browsers read it as `/`",
            Self::ControlCharacter => {
                "the text contains a control character, a tab, a line break or an invisible character"
            }
            Self::Empty => "the text is empty: write a URL such as `https://yourapplication.com`",
            Self::Fragment => "a domain has no fragment: remove `#` and the text after it",
            Self::HasAttempt => {
                "the target already has a query parameter `cyclr_attempt`: remove it"
            }
            Self::HasLink => "the page already has a query parameter `cyclr_link`: remove it",
            Self::Host => "the host is missing or is neither a name nor an address",
            Self::HttpNotLoopback => {
                "`http` is for loopback hosts only, such as localhost: write `https`"
            }
            Self::NoScheme => "the scheme is missing: start with `https://`",
            Self::NotNormal => {
                "the literal is not a normalized URL: lower-case ASCII host, no default \
                 port, a path that starts with `/` and has no `.` or `..`, and everything else \
                 percent-encoded; use `parse` to normalize it"
            }
            Self::Null => "`null` is not the origin of a page of yours: write its URL",
            Self::OtherOrigin => {
                "the reference leads to another origin: write a path such as `/done`"
            }
            Self::Path => "a domain has no path: remove `/` and the text after it",
            Self::Port => "the port is not a number up to 65535",
            Self::Query => "a domain has no query: remove `?` and the text after it",
            Self::Scheme => "the scheme is not `https`",
            Self::Space => "the text starts or ends with a space: remove it",
            Self::UserInfo => "there is a user name or password before the host: remove it",
            Self::Wildcard => "`*` would let any page read the message: name one origin",
        }
    }
}

impl fmt::Display for InvalidUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence())
    }
}

impl std::error::Error for InvalidUrl {}
