use cyclr_oauth::web::InvalidUrl;
use cyclr_oauth::{ApiDomain, ServiceDomain};
use proptest::prelude::*;
use url::Url;

#[test]
fn a_domain_is_taken_as_people_paste_it() {
    for (text, origin) in [
        ("app-h.cyclr.com", "https://app-h.cyclr.com"),
        ("app-h.cyclr.com/", "https://app-h.cyclr.com"),
        ("https://app-h.cyclr.com", "https://app-h.cyclr.com"),
        ("https://app-h.cyclr.com/", "https://app-h.cyclr.com"),
        ("HTTPS://App-H.Cyclr.com:443", "https://app-h.cyclr.com"),
        ("integration.acme.com:8443", "https://integration.acme.com:8443"),
        ("bücher.example", "https://xn--bcher-kva.example"),
        ("[2001:DB8::1]", "https://[2001:db8::1]"),
        ("http://localhost:4010", "http://localhost:4010"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("http://[::1]:80", "http://[::1]"),
        ("http://portal.localhost", "http://portal.localhost"),
        ("localhost:4010", "https://localhost:4010"),
    ] {
        assert_eq!(ServiceDomain::parse(text).unwrap().to_string(), origin, "{text}");
        assert_eq!(text.parse::<ApiDomain>().unwrap().to_string(), origin, "{text}");
    }
}

#[test]
fn an_invalid_domain_is_refused_with_its_reason() {
    for (text, error) in [
        ("", InvalidUrl::Empty),
        ("https://", InvalidUrl::Host),
        ("https:///app-h.cyclr.com", InvalidUrl::Host),
        ("/connectorauth", InvalidUrl::Host),
        ("http://app-h.cyclr.com", InvalidUrl::HttpNotLoopback),
        ("http://localhost.evil.example", InvalidUrl::HttpNotLoopback),
        ("http://evillocalhost", InvalidUrl::HttpNotLoopback),
        ("http://evil-localhost", InvalidUrl::HttpNotLoopback),
        ("http://127.0.0.1.evil.example", InvalidUrl::HttpNotLoopback),
        ("ftp://app-h.cyclr.com", InvalidUrl::Scheme),
        ("app-h.cyclr.com/connectorauth", InvalidUrl::Path),
        ("https://app-h.cyclr.com//", InvalidUrl::Path),
        ("app-h.cyclr.com?x=1", InvalidUrl::Query),
        ("app-h.cyclr.com#x", InvalidUrl::Fragment),
        ("user@app-h.cyclr.com", InvalidUrl::UserInfo),
        ("@app-h.cyclr.com", InvalidUrl::UserInfo),
        ("https://user:password@app-h.cyclr.com", InvalidUrl::UserInfo),
        ("app-h.cyclr.com\\evil", InvalidUrl::Backslash),
        ("app-h.cyclr.com ", InvalidUrl::Space),
        ("app-h.cyclr.com\n", InvalidUrl::ControlCharacter),
        ("app-h.cyc\tlr.com", InvalidUrl::ControlCharacter),
        ("*", InvalidUrl::Wildcard),
        ("https://*.cyclr.com", InvalidUrl::Wildcard),
        ("a;b=\"c\"", InvalidUrl::Host),
        ("1", InvalidUrl::Host),
        ("https:app-h.cyclr.com", InvalidUrl::NoScheme),
        ("app-h.cyclr.com:99999", InvalidUrl::Port),
        ("app-h.cyclr.com:https", InvalidUrl::Port),
        ("app h.cyclr.com", InvalidUrl::Host),
        ("app%C2%AD.cyclr.com", InvalidUrl::Host),
        ("app%E2%80%8B.cyclr.com", InvalidUrl::Host),
        ("%61pp.cyclr.com", InvalidUrl::Host),
        ("1.2.3.4.5", InvalidUrl::Host),
        ("[::g]", InvalidUrl::Host),
    ] {
        assert_eq!(ServiceDomain::parse(text), Err(error), "{text:?}");
        assert_eq!(ApiDomain::parse(text), Err(error), "{text:?}");
        assert!(!error.to_string().ends_with('.'));
    }
}

#[test]
fn no_character_of_a_host_is_dropped_silently() {
    // The planes with such characters, and others.
    for c in ('\0'..='\u{1FFFF}').chain('\u{E0000}'..='\u{E0FFF}') {
        if let Ok(domain) = ServiceDomain::parse(&format!("a{c}b.example")) {
            assert_ne!(domain.to_string(), "https://ab.example", "{c:?}");
        }
    }
}

#[test]
fn the_public_api_domains() {
    let domains = [ApiDomain::US, ApiDomain::US2, ApiDomain::UK, ApiDomain::EU, ApiDomain::APAC];
    assert_eq!(
        domains.map(|domain| domain.to_string()),
        [
            "https://api.cyclr.com",
            "https://api.us2.cyclr.com",
            "https://api.cyclr.uk",
            "https://api.eu.cyclr.com",
            "https://api.apac.cyclr.com",
        ]
    );
}

#[test]
fn an_api_host_is_not_a_service_domain() {
    for host in [
        "api.cyclr.com",
        "https://API.us2.cyclr.com/",
        "api.cyclr.uk",
        "api.eu.cyclr.com",
        "api.apac.cyclr.com",
    ] {
        assert_eq!(ServiceDomain::parse(host), Err(InvalidUrl::ApiDomain), "{host}");
        assert!(ApiDomain::parse(host).is_ok());
    }
    assert!(from_static("api.cyclr.com").is_err());
}

#[test]
fn settings_are_read_from_files() {
    let read = serde_json::from_str::<ServiceDomain>;
    assert_eq!(read("\"app-h.cyclr.com\"").unwrap().to_string(), "https://app-h.cyclr.com");
    assert_eq!(
        read("\"app-h.cyclr.com/x\"").unwrap_err().to_string(),
        "not a valid service domain: a domain has no path: remove `/` and the text after it at line 1 column 19"
    );
    assert!(serde_json::from_str::<ApiDomain>("\"api.cyclr.com\"").is_ok());
}

#[test]
fn literals() {
    assert_eq!(
        ServiceDomain::from_static("https://app-h.cyclr.com/"),
        ServiceDomain::from_static("app-h.cyclr.com")
    );
    for text in ["http://[::1]:4010", "https://apiintegrations.example.co.uk:65535"] {
        assert_eq!(ApiDomain::from_static(text).to_string(), text);
    }
}

/// The result of `from_static`, which panics at run time outside a `const`.
fn from_static(text: &str) -> Result<ServiceDomain, String> {
    let text: &'static str = text.to_owned().leak();
    std::panic::catch_unwind(|| ServiceDomain::from_static(text))
        .map_err(|sentence| *sentence.downcast::<String>().unwrap())
}

#[test]
fn literals_are_refused_that_a_parser_would_change() {
    let refused = [
        "",
        "App-h.cyclr.com",
        "app-h.cyclr.com:443",
        "app-h.cyclr.com:08443",
        "app-h.cyclr.com:",
        "http://localhost:80",
        "bücher.example",
        "xn--bcher-kva.example",
        "a..b",
        ".a",
        "[::2]",
        "127.1",
        "1.2.3.256",
        "1.2.3.04",
        "0x7f.0.0.1",
        "a.0x1",
        "app-h.cyclr.com:65536",
        "app-h.cyclr.com/x",
        "app%2dh.cyclr.com",
        "http://128.0.0.1",
        "http://localhostt",
        "https:9",
        "https:app-h.cyclr.com",
        "u@app-h.cyclr.com",
        "*.cyclr.com",
        "app-h\\cyclr.com",
        "app-h\ncyclr.com",
        "http://app-h.cyclr.com",
        "api.cyclr.com",
    ];
    let line = |text: &&str| format!("{text:?}: {}", from_static(text).expect_err(text));
    let lines: Vec<_> = refused.iter().map(line).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    "": the text is empty: write a URL such as `https://yourapplication.com`
    "App-h.cyclr.com": the literal is not a normalized URL: lower-case ASCII host, no default port, a path that starts with `/` and has no `.` or `..`, and everything else percent-encoded; use `parse` to normalize it
    "app-h.cyclr.com:443": the literal is not a normalized URL: lower-case ASCII host, no default port, a path that starts with `/` and has no `.` or `..`, and everything else percent-encoded; use `parse` to normalize it
    "app-h.cyclr.com:08443": the literal is not a normalized URL: lower-case ASCII host, no default port, a path that starts with `/` and has no `.` or `..`, and everything else percent-encoded; use `parse` to normalize it
    "app-h.cyclr.com:": the literal is not a normalized URL: lower-case ASCII host, no default port, a path that starts with `/` and has no `.` or `..`, and everything else percent-encoded; use `parse` to normalize it
    "http://localhost:80": the literal is not a normalized URL: lower-case ASCII host, no default port, a path that starts with `/` and has no `.` or `..`, and everything else percent-encoded; use `parse` to normalize it
    "bücher.example": the literal is not a normalized URL: lower-case ASCII host, no default port, a path that starts with `/` and has no `.` or `..`, and everything else percent-encoded; use `parse` to normalize it
    "xn--bcher-kva.example": the literal is not a normalized URL: lower-case ASCII host, no default port, a path that starts with `/` and has no `.` or `..`, and everything else percent-encoded; use `parse` to normalize it
    "a..b": the host is missing or is neither a name nor an address
    ".a": the host is missing or is neither a name nor an address
    "[::2]": the literal is not a normalized URL: lower-case ASCII host, no default port, a path that starts with `/` and has no `.` or `..`, and everything else percent-encoded; use `parse` to normalize it
    "127.1": the host is missing or is neither a name nor an address
    "1.2.3.256": the host is missing or is neither a name nor an address
    "1.2.3.04": the host is missing or is neither a name nor an address
    "0x7f.0.0.1": the literal is not a normalized URL: lower-case ASCII host, no default port, a path that starts with `/` and has no `.` or `..`, and everything else percent-encoded; use `parse` to normalize it
    "a.0x1": the literal is not a normalized URL: lower-case ASCII host, no default port, a path that starts with `/` and has no `.` or `..`, and everything else percent-encoded; use `parse` to normalize it
    "app-h.cyclr.com:65536": the port is not a number up to 65535
    "app-h.cyclr.com/x": a domain has no path: remove `/` and the text after it
    "app%2dh.cyclr.com": the literal is not a normalized URL: lower-case ASCII host, no default port, a path that starts with `/` and has no `.` or `..`, and everything else percent-encoded; use `parse` to normalize it
    "http://128.0.0.1": `http` is for loopback hosts only, such as localhost: write `https`
    "http://localhostt": `http` is for loopback hosts only, such as localhost: write `https`
    "https:9": the scheme is missing: start with `https://`
    "https:app-h.cyclr.com": the scheme is missing: start with `https://`
    "u@app-h.cyclr.com": there is a user name or password before the host: remove it
    "*.cyclr.com": `*` would let any page read the message: name one origin
    "app-h\\cyclr.com": a backslash is not allowed, because browsers read it as `/`
    "app-h\ncyclr.com": the text contains a control character, a tab, a line break or an invisible character
    "http://app-h.cyclr.com": `http` is for loopback hosts only, such as localhost: write `https`
    "api.cyclr.com": this is a host of Cyclr's API: copy the service domain from the Cyclr console
    "#);
}

proptest! {
    /// The parser leaves every accepted literal unchanged.
    #[test]
    fn literals_are_what_the_parser_makes_of_them(text in "(https?://)?([a-z0-9x._-]{1,12}|localhost|127\\.0\\.[0-9]{1,3}\\.1|\\[::1\\])(:[0-9]{1,5})?/?") {
        if let Ok(domain) = from_static(&text) {
            prop_assert_eq!(ServiceDomain::parse(&text).unwrap(), domain.clone());
            let origin = domain.to_string();
            prop_assert_eq!(String::from(Url::parse(&origin).unwrap()), format!("{origin}/"));
        }
    }

    #[test]
    fn parsing_never_panics_and_is_idempotent(text in ".{0,40}|https://.{0,30}|http://.{0,30}") {
        if let Ok(domain) = ServiceDomain::parse(&text) {
            prop_assert_eq!(ServiceDomain::parse(&domain.to_string()).unwrap(), domain);
        }
    }
}
