//! What is accepted as a target or a domain is a URL as the `url` crate reads it, and safe; literals are stricter.
#![no_main]

use std::panic;
use std::sync::Once;

use cyclr_oauth::{ApiDomain, ServiceDomain, TargetOrigin};
use cyclr_oauth::web::InvalidUrl;
use libfuzzer_sys::fuzz_target;
use url::{Host, Url};

fn is_safe(url: &Url) -> bool {
    let is_loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    let scheme = url.scheme();
    (scheme == "https" || scheme == "http" && is_loopback)
        && url.username().is_empty()
        && url.password().is_none()
}

/// A literal panics where it is wrong, which is an error of the compiler in a `const`.
fn literal<T>(parse: impl FnOnce() -> T + panic::UnwindSafe) -> Option<T> {
    panic::catch_unwind(parse).ok()
}

fn text_of(target: Result<TargetOrigin, InvalidUrl>) -> Option<String> {
    target.ok().map(|target| target.as_str().to_owned())
}

fuzz_target!(|text: &str| {
    static QUIET: Once = Once::new();
    // Those of literals are expected; the driver sees any other.
    QUIET.call_once(|| panic::set_hook(Box::new(|info| eprintln!("{info}"))));
    if text.len() > 4096 {
        return;
    }

    let parsed = TargetOrigin::parse(text);
    if let Ok(target) = &parsed {
        let url = Url::parse(target.as_str()).expect("it is a URL");
        assert!(is_safe(&url), "{target:?}");
        // An origin may be without its slash.
        assert!([target.as_str(), &format!("{}/", target.as_str())].contains(&url.as_str()));
        assert_eq!(url.origin().ascii_serialization(), target.origin());
        assert_eq!(text_of(TargetOrigin::parse(target.as_str())).as_deref(), Some(target.as_str()));
    }
    let service = ServiceDomain::parse(text);
    assert_eq!(service.is_ok(), ApiDomain::parse(text).is_ok());
    if let Ok(domain) = &service {
        let url = Url::parse(&domain.to_string()).expect("it is a URL");
        assert!(is_safe(&url) && url.path() == "/" && url.query().is_none(), "{domain}");
        assert_eq!(url.origin().ascii_serialization(), domain.to_string());
        assert_eq!(ServiceDomain::parse(&domain.to_string()).as_ref(), Ok(domain));
    }
    // Leaked: only what looks like a literal, so that memory stays bounded.
    if text.starts_with("http") && text.len() < 64 {
        let text: &'static str = Box::leak(text.to_owned().into_boxed_str());
        if let Some(target) = literal(|| TargetOrigin::from_static(text)) {
            assert_eq!(target.as_str(), text);
            assert_eq!(text_of(parsed).as_deref(), Some(text));
        }
        if let Some(domain) = literal(|| ServiceDomain::from_static(text)) {
            assert_eq!(service, Ok(domain));
        }
    }
});
