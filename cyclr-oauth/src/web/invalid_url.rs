//! [`InvalidUrl`]: what is wrong with a URL or domain.

use std::fmt;

/// Why a text is no [`ServiceDomain`], [`ApiDomain`] or [`TargetOrigin`].
///
/// The text itself is not repeated: a target may carry what must not be logged.
///
/// ```
/// use cyclr_oauth::TargetOrigin;
/// use cyclr_oauth::web::InvalidUrl;
///
/// let error = TargetOrigin::parse("app.example/done").unwrap_err();
/// assert_eq!(error, InvalidUrl::NoScheme);
/// assert_eq!(error.to_string(), "there is no `https://` at the beginning");
/// ```
///
/// [`ApiDomain`]: crate::ApiDomain
/// [`ServiceDomain`]: crate::ServiceDomain
/// [`TargetOrigin`]: crate::TargetOrigin
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum InvalidUrl {
    /// A host of Cyclr's API, for a service domain.
    ApiDomain,
    /// A backslash before the query, which browsers read as `/` and other parsers don't.
    Backslash,
    /// A control character, tab or line break, or in the host an invisible character: browsers drop
    /// them silently.
    ControlCharacter,
    /// Nothing at all.
    Empty,
    /// A fragment, in a domain.
    Fragment,
    /// A query parameter `cyclr_attempt`, in a target that is to carry one.
    HasAttempt,
    /// A query parameter `cyclr_link`, in the page of a link that is to carry one.
    HasLink,
    /// No host, or one that is neither a name nor an address.
    Host,
    /// `http` for a host other than loopback.
    HttpNotLoopback,
    /// No scheme, or one without `//` behind it.
    NoScheme,
    /// In `from_static` only: not in the spelling that a browser would make of it.
    NotNormal,
    /// The word `null`, the origin of sandboxed frames and local files.
    Null,
    /// In [`TargetOrigin::join`](crate::TargetOrigin::join) only: a reference to another origin.
    OtherOrigin,
    /// A path, in a domain.
    Path,
    /// A port that is no number up to 65535.
    Port,
    /// A query, in a domain.
    Query,
    /// Another scheme than `https`, or `http` on a loopback host.
    Scheme,
    /// A space at the beginning or the end.
    Space,
    /// A user name or a password in front of the host.
    UserInfo,
    /// The wildcard `*`, also in a host: any page could read the message.
    Wildcard,
}

impl InvalidUrl {
    /// The sentence, for `Display` and for the compiler.
    pub(crate) const fn sentence(self) -> &'static str {
        match self {
            Self::ApiDomain => {
                "this is a host of Cyclr's API; the service domain is another, read in the Cyclr \
                 console"
            }
            Self::Backslash => "there is a backslash, which browsers read as `/`",
            Self::ControlCharacter => {
                "there is a control character, a tab, a line break or an invisible character inside"
            }
            Self::Empty => {
                "the text is empty; write an address such as `https://yourapplication.com`"
            }
            Self::Fragment => "a domain has no fragment; remove what begins with `#`",
            Self::HasAttempt => {
                "the target has a query parameter `cyclr_attempt` already; give the target without it"
            }
            Self::HasLink => {
                "the page has a query parameter `cyclr_link` already; give the page without it"
            }
            Self::Host => "the host is missing, or neither a name nor an address",
            Self::HttpNotLoopback => {
                "`http` is for loopback hosts only, such as localhost; write `https`"
            }
            Self::NoScheme => "there is no `https://` at the beginning",
            Self::NotNormal => {
                "the literal is not in the normal form of a URL: lower-case ASCII host, no default \
                 port, a path that starts with `/` and has no `.` or `..`, and everything else \
                 percent-encoded; use `parse` to have it normalised"
            }
            Self::Null => "`null` is the origin of no page that you could name",
            Self::OtherOrigin => {
                "the reference leads to another origin; write a path such as `/done`"
            }
            Self::Path => "a domain has no path; remove what begins with `/`",
            Self::Port => "the port is no number up to 65535",
            Self::Query => "a domain has no query; remove what begins with `?`",
            Self::Scheme => "the scheme is not `https`",
            Self::Space => "there is a space at the beginning or the end",
            Self::UserInfo => "there is a user name or password in front of the host; remove it",
            Self::Wildcard => "`*` would let any page read the message; name the one origin",
        }
    }
}

impl fmt::Display for InvalidUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence())
    }
}

impl std::error::Error for InvalidUrl {}
