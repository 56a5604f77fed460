//! Applies the URL rules to literals at compile time.
//!
//! A `const` can't rewrite text, so this accepts only what the `url` crate parses and leaves
//! unchanged.

use crate::web::invalid_url::InvalidUrl;

/// The parts of a URL literal.
pub(crate) struct Parts {
    pub(crate) https: bool,
    /// `host[:port]`
    pub(crate) authority: &'static str,
    /// Path, query and fragment.
    pub(crate) rest: &'static str,
}

/// Splits off `https://` or `http://`; `None` if there is neither.
pub(crate) const fn split_scheme(text: &'static str) -> Option<(bool, &'static str)> {
    match text.as_bytes() {
        [b'h', b't', b't', b'p', b's', b':', b'/', b'/', ..] => Some((true, text.split_at(8).1)),
        [b'h', b't', b't', b'p', b':', b'/', b'/', ..] => Some((false, text.split_at(7).1)),
        _ => None,
    }
}

/// Checks the text after the scheme, and splits it into authority and rest.
pub(crate) const fn check(https: bool, text: &'static str) -> Result<Parts, InvalidUrl> {
    let mut length = 0;
    let mut bytes = text.as_bytes();
    while let [byte, tail @ ..] = bytes {
        match byte {
            b'/' | b'?' | b'#' => break,
            b'@' => return Err(InvalidUrl::UserInfo),
            b'*' => return Err(InvalidUrl::Wildcard),
            b'\\' => return Err(InvalidUrl::Backslash),
            0..b' ' | 0x7F => return Err(InvalidUrl::ControlCharacter),
            _ => {}
        }
        length += 1;
        bytes = tail;
    }
    let (authority, rest) = text.split_at(length);
    if let Err(error) = check_authority(https, authority.as_bytes()) {
        return Err(error);
    }
    if let Err(error) = check_rest(rest.as_bytes()) {
        return Err(error);
    }
    Ok(Parts { https, authority, rest })
}

const fn check_authority(https: bool, authority: &[u8]) -> Result<(), InvalidUrl> {
    let (loopback, port) = if let [b'[', b':', b':', b'1', b']', port @ ..] = authority {
        (true, port)
    } else {
        match check_name(authority) {
            Ok(checked) => checked,
            Err(error) => return Err(error),
        }
    };
    if let Err(error) = check_port(https, port) {
        return Err(error);
    }
    if https || loopback { Ok(()) } else { Err(InvalidUrl::HttpNotLoopback) }
}

/// Checks a host name or IPv4 address. Returns whether it is loopback, and the text after it.
const fn check_name(authority: &[u8]) -> Result<(bool, &[u8]), InvalidUrl> {
    let mut rest = authority;
    // For the whole host.
    let (mut labels, mut octets, mut begins_with_127) = (0, 0, false);
    loop {
        let label = rest;
        // For one label. `value` stops growing once it is too large for an octet.
        let (mut length, mut digits, mut value) = (0, true, 0_u32);
        while let [byte @ (b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'), tail @ ..] = rest {
            digits &= byte.is_ascii_digit();
            if value <= 255 {
                value = value * 10 + (*byte & 0x0F) as u32;
            }
            length += 1;
            rest = tail;
        }
        match label {
            // No label, or one in Punycode or hexadecimal, which only `parse` supports.
            _ if length == 0 => return Err(host_or_normal(rest)),
            [b'x', b'n', b'-', b'-', ..] | [b'0', b'x', ..] => return Err(InvalidUrl::NotNormal),
            _ => {}
        }
        labels += 1;
        let leading_zero = length > 1 && matches!(label, [b'0', ..]);
        if digits && value <= 255 && !leading_zero {
            octets += 1;
            begins_with_127 |= labels == 1 && value == 127;
        }
        if let [b'.', tail @ ..] = rest {
            rest = tail;
            continue;
        }
        let (_, named_localhost) = (label, matches!(label.split_at(length).0, b"localhost"));
        return match rest {
            [] | [b':', ..] => {
                // Browsers read a host whose last label is a number as an IPv4 address.
                let address = labels == 4 && octets == 4;
                if digits && !address {
                    Err(InvalidUrl::Host)
                } else {
                    Ok((named_localhost || (address && begins_with_127), rest))
                }
            }
            _ => Err(host_or_normal(rest)),
        };
    }
}

/// The error for a byte that can't be in a host.
const fn host_or_normal(rest: &[u8]) -> InvalidUrl {
    match rest {
        [b'A'..=b'Z' | 0x80..=0xFF | b'%' | b'[', ..] => InvalidUrl::NotNormal,
        _ => InvalidUrl::Host,
    }
}

const fn check_port(https: bool, port: &[u8]) -> Result<(), InvalidUrl> {
    let mut digits = match port {
        [] => return Ok(()),
        [b':', digits @ ..] => digits,
        _ => return Err(InvalidUrl::Host),
    };
    if matches!(digits, [] | [b'0', _, ..]) {
        return Err(InvalidUrl::NotNormal);
    }
    let mut value = 0_u32;
    while let [digit, tail @ ..] = digits {
        if !digit.is_ascii_digit() {
            return Err(InvalidUrl::Port);
        }
        value = value * 10 + (*digit & 0x0F) as u32;
        if value > 65_535 {
            return Err(InvalidUrl::Port);
        }
        digits = tail;
    }
    if value == if https { 443 } else { 80 } { Err(InvalidUrl::NotNormal) } else { Ok(()) }
}

/// Rejects anything in path, query or fragment that a browser would drop, encode or resolve.
const fn check_rest(rest: &[u8]) -> Result<(), InvalidUrl> {
    let mut rest = rest;
    if matches!(rest, [b'?' | b'#', ..]) {
        return Err(InvalidUrl::NotNormal);
    }
    let mut part = Part::Path;
    while let [byte, tail @ ..] = rest {
        match (byte, part) {
            (0..b' ' | 0x7F, _) => return Err(InvalidUrl::ControlCharacter),
            (b'\\', Part::Path) => return Err(InvalidUrl::Backslash),
            (b'/', Part::Path) if begins_with_dots(tail) => return Err(InvalidUrl::NotNormal),
            (b'?', Part::Path) => part = Part::Query,
            (b'#', Part::Path | Part::Query) => part = Part::Fragment,
            (b' ' | b'"' | b'<' | b'>' | 0x80..=0xFF, _)
            | (b'`', Part::Path | Part::Fragment)
            | (b'^' | b'{' | b'}', Part::Path)
            | (b'\'', Part::Query) => return Err(InvalidUrl::NotNormal),
            _ => {}
        }
        rest = tail;
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum Part {
    Path,
    Query,
    Fragment,
}

/// Whether a path segment is `.` or `..`, where `%2e` is also a dot.
const fn begins_with_dots(segment: &[u8]) -> bool {
    let mut rest = segment;
    let mut dots = 0;
    while let [b'.', tail @ ..] | [b'%', b'2', b'e' | b'E', tail @ ..] = rest {
        dots += 1;
        rest = tail;
    }
    matches!(dots, 1 | 2) && matches!(rest, [] | [b'/' | b'?' | b'#', ..])
}
