//! The rules that domains and target origins share: https, or http on a loopback host.
//!
//! The `url` crate parses texts from outside here. It can't parse at compile time, so
//! [`literal`](super::literal) checks literals.

use url::{Host, ParseError, Url};

use crate::web::invalid_url::InvalidUrl;

/// Parses an absolute URL, but rejects what the `url` crate, like a browser, would fix silently.
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
        // `localhost:3000` has a port but no scheme.
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
    // A browser would skip the slashes of `https:///host` and take the host from the path.
    if before_query.is_empty() || before_query.starts_with('/') {
        return Err(InvalidUrl::Host);
    }
    // `check` can't do this: an empty user name leaves no trace in a `Url`.
    let authority = before_query.split('/').next().unwrap_or_default();
    if authority.contains('@') {
        return Err(InvalidUrl::UserInfo);
    }
    if authority.contains(is_ignored_in_hosts) {
        return Err(InvalidUrl::ControlCharacter);
    }
    // A browser decodes the host and then drops invisible characters: `app%C2%AD.example` is
    // `app.example`.
    if authority.contains('%') {
        return Err(InvalidUrl::Host);
    }
    let url = Url::parse(text).map_err(|error| match error {
        ParseError::InvalidPort => InvalidUrl::Port,
        _ => InvalidUrl::Host,
    })?;
    check(&url)?;
    // Browsers read `1` and `0x7f.1` as addresses, which is hardly what was meant.
    if let Some(Host::Ipv4(address)) = url.host()
        && !authority.starts_with(&address.to_string())
    {
        return Err(InvalidUrl::Host);
    }
    Ok(url)
}

/// Checks a parsed URL, wherever it comes from.
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

/// Allows letters, digits, hyphens and underscores between single dots. A browser allows more, such
/// as quotes, which would end a string in the page or header that contains the host.
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

/// Characters that international host names drop: Unicode's "default ignorable" ones.
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

/// A scheme by RFC 3986, but without `.`: a host name would pass for a scheme otherwise.
fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '+' || c == '-')
}
