//! Refuses what a web page sends: the control address is for programs on this machine.

use std::net::{Ipv4Addr, Ipv6Addr};

use http::header::{HOST, ORIGIN};
use http::uri::Authority;
use http::{HeaderMap, StatusCode, Uri};

use super::problem::Problem;

/// A page of a foreign name that resolves to this machine gives itself away by `Host`; a page of another
/// origin by `Origin` or `Sec-Fetch-Site`.
pub(super) fn check(headers: &HeaderMap, uri: &Uri) -> Result<(), Problem> {
    let text = |name| headers.get(name).map(|it| it.to_str().unwrap_or_default());
    // Of a request target with a host, HTTP ignores the header; both must be right here.
    let hosts = text(HOST).into_iter().chain(uri.authority().map(Authority::as_str));
    let mut hosts = hosts.peekable();
    if hosts.peek().is_none() || !hosts.all(is_local) || headers.get_all(HOST).iter().count() > 1 {
        return Err(refused("`Host` must be 127.0.0.1, [::1] or localhost"));
    }
    let own =
        |origin: &str| origin.strip_prefix("http://").is_some_and(|host| text(HOST) == Some(host));
    if headers.get_all(ORIGIN).iter().any(|it| !it.to_str().is_ok_and(own)) {
        return Err(refused("web pages of other origins may not use the control address"));
    }
    let site = headers.get_all("sec-fetch-site");
    if site.iter().any(|it| !matches!(it.as_bytes(), b"none" | b"same-origin")) {
        return Err(refused("web pages of other sites may not use the control address"));
    }
    Ok(())
}

fn refused(message: &str) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, message)
}

fn is_local(host: &str) -> bool {
    let is_port = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    let name = match host.rsplit_once(':') {
        Some((name, port)) if is_port(port) => name,
        _ => host,
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<Ipv4Addr>().is_ok_and(|it| it.is_loopback())
        || name
            .strip_prefix('[')
            .and_then(|it| it.strip_suffix(']'))
            .and_then(|it| it.parse::<Ipv6Addr>().ok())
            .is_some_and(|it| it.is_loopback())
}
