//! What domains and target origins share: a https URL, or a http one on a loopback host.
//!
//! Texts from outside are parsed here, by the `url` crate. Literals, which that crate can't parse at
//! compile time, are the matter of [`literal`].

pub(crate) mod literal;

use std::fmt;

use url::{Host, ParseError, Url};

/// Why a text is no [`ServiceDomain`], [`ApiDomain`] or [`TargetOrigin`].
///
/// The text itself is not repeated: a target may carry what must not be logged.
///
/// ```
/// use cyclr_oauth::{InvalidUrl, TargetOrigin};
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

/// Parses an absolute URL, after refusing what the `url` crate, like a browser, would mend silently.
pub(crate) fn parse(text: &str) -> Result<Url, InvalidUrl> {
    match text {
        "" => return Err(InvalidUrl::Empty),
        "*" => return Err(InvalidUrl::Wildcard),
        "null" => return Err(InvalidUrl::Null),
        _ if text.contains(char::is_control) => return Err(InvalidUrl::ControlCharacter),
        _ if text.starts_with(' ') || text.ends_with(' ') => return Err(InvalidUrl::Space),
        _ => {}
    }
    let (scheme, rest) = match text.split_once(':') {
        // `localhost:3000` has a port and no scheme.
        Some((scheme, rest))
            if is_scheme(scheme) && !rest.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            (scheme, rest)
        }
        _ => return Err(InvalidUrl::NoScheme),
    };
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return Err(InvalidUrl::Scheme);
    }
    // A browser would add the slashes of `https:host`.
    let rest = rest.strip_prefix("//").ok_or(InvalidUrl::NoScheme)?;
    let before_query = rest.split(['?', '#']).next().unwrap_or_default();
    if before_query.contains('\\') {
        return Err(InvalidUrl::Backslash);
    }
    // A browser would skip the slashes of `https:///host`, and take the host from the path.
    if before_query.is_empty() || before_query.starts_with('/') {
        return Err(InvalidUrl::Host);
    }
    // Here and not only in `check`: an empty user name leaves no trace in a `Url`.
    let authority = before_query.split('/').next().unwrap_or_default();
    if authority.contains('@') {
        return Err(InvalidUrl::UserInfo);
    }
    if authority.contains(is_ignored_in_hosts) {
        return Err(InvalidUrl::ControlCharacter);
    }
    let url = Url::parse(text).map_err(|error| match error {
        ParseError::InvalidPort => InvalidUrl::Port,
        _ => InvalidUrl::Host,
    })?;
    check(&url)?;
    // `1` and `0x7f.1` are addresses to a browser, and hardly what was meant.
    if let Some(Host::Ipv4(address)) = url.host()
        && !authority.starts_with(&address.to_string())
    {
        return Err(InvalidUrl::Host);
    }
    Ok(url)
}

/// The rules that hold for a parsed URL wherever it comes from.
pub(crate) fn check(url: &Url) -> Result<(), InvalidUrl> {
    if !url.username().is_empty() || url.password().is_some() {
        return Err(InvalidUrl::UserInfo);
    }
    if let Some(Host::Domain(name)) = url.host() {
        check_name(name)?;
    }
    match url.scheme() {
        "https" => Ok(()),
        "http" if is_loopback(url) => Ok(()),
        "http" => Err(InvalidUrl::HttpNotLoopback),
        _ => Err(InvalidUrl::Scheme),
    }
}

/// Letters, digits, hyphens and underscores between single dots: a browser takes more, among it what
/// ends a string in the page or the header that the host is written into.
fn check_name(name: &str) -> Result<(), InvalidUrl> {
    if name.contains('*') {
        return Err(InvalidUrl::Wildcard);
    }
    let is_label = |label: &str| {
        !label.is_empty()
            && label.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    };
    let name = name.strip_suffix('.').unwrap_or(name);
    if name.split('.').all(is_label) { Ok(()) } else { Err(InvalidUrl::Host) }
}

/// What international host names drop without a trace: Unicode's "default ignorable" characters.
fn is_ignored_in_hosts(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// A scheme as RFC 3986 has it, less the `.` with which a host name would pass for one.
fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '+' || c == '-')
}
