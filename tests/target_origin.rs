use cyclr_oauth::TargetOrigin;
use cyclr_oauth::web::InvalidUrl;
use proptest::prelude::*;
use url::Url;

#[test]
fn a_target_keeps_path_query_and_fragment() {
    for (text, kept, origin) in [
        ("https://a.example", "https://a.example", "https://a.example"),
        ("https://a.example/", "https://a.example/", "https://a.example"),
        ("https://a.example:443", "https://a.example", "https://a.example"),
        ("https://a.example:8443/x?y#z", "https://a.example:8443/x?y#z", "https://a.example:8443"),
        ("https://a.example?y", "https://a.example/?y", "https://a.example"),
        ("https://a.example#z", "https://a.example/#z", "https://a.example"),
        ("HTTPS://A.Example/X", "https://a.example/X", "https://a.example"),
        ("https://a.example/a b", "https://a.example/a%20b", "https://a.example"),
        ("https://a.example/a%20b", "https://a.example/a%20b", "https://a.example"),
        ("https://a.example/ü", "https://a.example/%C3%BC", "https://a.example"),
        ("https://a.example/a/../b/./c", "https://a.example/b/c", "https://a.example"),
        ("https://a.example/x@y", "https://a.example/x@y", "https://a.example"),
        (
            "https://a.example?u=https://b@c\\d",
            "https://a.example/?u=https://b@c\\d",
            "https://a.example",
        ),
        (
            "https://bücher.example/",
            "https://xn--bcher-kva.example/",
            "https://xn--bcher-kva.example",
        ),
        ("https://a.example./x", "https://a.example./x", "https://a.example."),
        ("https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
        ("https://127.0.0.1/", "https://127.0.0.1/", "https://127.0.0.1"),
        ("https://a_b.example", "https://a_b.example", "https://a_b.example"),
        ("http://localhost:3000/done", "http://localhost:3000/done", "http://localhost:3000"),
        ("http://127.0.0.1/", "http://127.0.0.1/", "http://127.0.0.1"),
        ("http://[::1]/", "http://[::1]/", "http://[::1]"),
    ] {
        let target = TargetOrigin::parse(text).unwrap();
        assert_eq!(target.as_str(), kept, "{text}");
        assert_eq!(target.origin(), origin, "{text}");
        let again: TargetOrigin = kept.parse().unwrap();
        assert_eq!(again.as_str(), kept);
    }
}

#[test]
fn hostile_targets_are_refused_with_their_reason() {
    for (text, error) in [
        ("", InvalidUrl::Empty),
        ("*", InvalidUrl::Wildcard),
        ("null", InvalidUrl::Null),
        ("a.example", InvalidUrl::NoScheme),
        ("a.example:443/x", InvalidUrl::NoScheme),
        ("//a.example", InvalidUrl::NoScheme),
        ("localhost:3000/done", InvalidUrl::NoScheme),
        ("/done", InvalidUrl::NoScheme),
        ("://a.example", InvalidUrl::NoScheme),
        ("done?u=https://a.example", InvalidUrl::NoScheme),
        ("https:a.example", InvalidUrl::NoScheme),
        ("https:/a.example", InvalidUrl::NoScheme),
        ("javascript:alert(1)", InvalidUrl::Scheme),
        ("javascript://a.example/%0aalert(1)", InvalidUrl::Scheme),
        ("data:text/html,x", InvalidUrl::Scheme),
        ("blob:https://a.example/x", InvalidUrl::Scheme),
        ("file:///etc/passwd", InvalidUrl::Scheme),
        ("wss://a.example", InvalidUrl::Scheme),
        ("coap+tcp://a.example", InvalidUrl::Scheme),
        ("ms-word://a.example", InvalidUrl::Scheme),
        ("http://a.example", InvalidUrl::HttpNotLoopback),
        ("http://localhost.a.example", InvalidUrl::HttpNotLoopback),
        ("http://evillocalhost/done", InvalidUrl::HttpNotLoopback),
        ("http://localhost@a.example", InvalidUrl::UserInfo),
        ("https://user@a.example", InvalidUrl::UserInfo),
        ("https://user:password@a.example", InvalidUrl::UserInfo),
        ("https://@a.example", InvalidUrl::UserInfo),
        ("https://:@a.example", InvalidUrl::UserInfo),
        ("https://a.example\\@b.example", InvalidUrl::Backslash),
        ("https:\\\\a.example", InvalidUrl::NoScheme),
        ("https://a.example/x\\y", InvalidUrl::Backslash),
        ("https:///a.example", InvalidUrl::Host),
        ("https://", InvalidUrl::Host),
        ("https://?x", InvalidUrl::Host),
        ("https://a b.example", InvalidUrl::Host),
        ("https://a<b.example", InvalidUrl::Host),
        ("https://[::1", InvalidUrl::Host),
        ("https://*", InvalidUrl::Wildcard),
        ("https://*.a.example", InvalidUrl::Wildcard),
        ("https://.", InvalidUrl::Host),
        ("https://a..b", InvalidUrl::Host),
        ("https://.a.example", InvalidUrl::Host),
        ("https://a.example,https://b.example", InvalidUrl::Host),
        ("https://a';alert(1);'.example", InvalidUrl::Host),
        ("https://a;b=c.example", InvalidUrl::Host),
        ("https://a%2cb.example", InvalidUrl::Host),
        ("https://a\u{200B}b.example", InvalidUrl::ControlCharacter),
        ("https://a\u{AD}b.example", InvalidUrl::ControlCharacter),
        ("https://a%C2%ADb.example", InvalidUrl::Host),
        ("https://a%E2%81%A0b.example/done?%C2%AD", InvalidUrl::Host),
        ("https://1", InvalidUrl::Host),
        ("https://0x7f.1/", InvalidUrl::Host),
        ("https://127.1/", InvalidUrl::Host),
        ("http://2130706433/", InvalidUrl::Host),
        ("https://1.2.3.4.5", InvalidUrl::Host),
        ("https://a.example:99999", InvalidUrl::Port),
        ("https://a.example:x", InvalidUrl::Port),
        ("https://a.exa\tmple", InvalidUrl::ControlCharacter),
        ("https://a.example/\nx", InvalidUrl::ControlCharacter),
        ("https://a.example/\r\nSet-Cookie: x", InvalidUrl::ControlCharacter),
        ("https://a.example/\0", InvalidUrl::ControlCharacter),
        ("https://a.example/\u{7f}", InvalidUrl::ControlCharacter),
        ("\u{1}https://a.example", InvalidUrl::ControlCharacter),
        (" https://a.example", InvalidUrl::Space),
        ("https://a.example ", InvalidUrl::Space),
        ("\u{feff}https://a.example", InvalidUrl::NoScheme),
    ] {
        assert_eq!(TargetOrigin::parse(text).unwrap_err(), error, "{text:?}");
    }
}

#[test]
fn a_parsed_url_is_held_to_the_same_rules() {
    let from = |text| TargetOrigin::try_from(Url::parse(text).unwrap());
    assert_eq!(from("https://a.example/x?y#z").unwrap().as_str(), "https://a.example/x?y#z");
    assert_eq!(from("http://a.example/").unwrap_err(), InvalidUrl::HttpNotLoopback);
    assert_eq!(from("https://u@a.example/").unwrap_err(), InvalidUrl::UserInfo);
    assert_eq!(from("https://*.a.example/").unwrap_err(), InvalidUrl::Wildcard);
    assert_eq!(from("https://a,b/").unwrap_err(), InvalidUrl::Host);
    assert_eq!(from("data:text/html,x").unwrap_err(), InvalidUrl::Scheme);
    assert_eq!(from("blob:https://a.example/x").unwrap_err(), InvalidUrl::Scheme);
}

/// The result of `from_static`, which panics at run time outside a `const`.
fn from_static(text: &str) -> Result<TargetOrigin, String> {
    let text: &'static str = text.to_owned().leak();
    std::panic::catch_unwind(|| TargetOrigin::from_static(text))
        .map_err(|sentence| *sentence.downcast::<String>().unwrap())
}

#[test]
fn literals() {
    for text in [
        "https://a.example",
        "https://a.example/",
        "https://a.example/done?a=b&c=%2F#top",
        "https://a.example/x@y/.hidden/..x/...",
        "https://a.example/x#/../{^}",
        "https://a.example/?x#'",
        "http://localhost:3000/done",
        "http://127.0.0.1:8080",
        "http://[::1]/",
    ] {
        assert_eq!(from_static(text).expect(text).as_str(), text);
    }
    let refused = [
        "",
        "*",
        "null",
        "a.example",
        "http://a.example",
        "ftp://a.example",
        "https://u@a.example",
        "https://*.a.example",
        "https://a\\b",
        "https://a\tb",
        "https://a\u{7f}b",
        "https://a,b",
        "https://A.example",
        "https://a.example/a b",
        "https://a.example/ü",
        "https://a.example?x",
        "https://a.example#x",
        "https://a.example/../x",
        "https://a.example/x/.",
        "https://a.example/x/%2E%2e/y",
        "https://a.example/x/.%2e?y",
        "https://a.example:443/",
        "https://a.example/x\\y",
        "https://a.example/x\ny",
        "https://a.example/\"",
        "https://a.example/?'",
        "https://a.example/#`",
        " https://a.example",
    ];
    let line = |text: &&str| format!("{text:?}: {}", from_static(text).expect_err(text));
    let lines: Vec<_> = refused.iter().map(line).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    "": the text is empty: write a URL such as `https://yourapplication.com`
    "*": `*` would let any page read the message: name one origin
    "null": `null` is not the origin of a page of yours: write its URL
    "a.example": the scheme is missing: start with `https://`
    "http://a.example": `http` is for loopback hosts only, such as localhost: write `https`
    "ftp://a.example": the scheme is not `https`
    "https://u@a.example": there is a user name or password before the host: remove it
    "https://*.a.example": `*` would let any page read the message: name one origin
    "https://a\\b": a backslash is not allowed, because browsers read it as `/`
    "https://a\tb": the text contains a control character, a tab, a line break or an invisible character
    "https://a\u{7f}b": the text contains a control character, a tab, a line break or an invisible character
    "https://a,b": the host is missing or is neither a name nor an address
    "https://A.example": the literal is not a normalized URL: lower-case ASCII host, no default port, a path that starts with `/` and has no `.` or `..`, and everything else percent-encoded; use `parse` to normalize it
    "https://a.example/a b": the literal is not a normalized URL: lower-case ASCII host, no default port, a path that starts with `/` and has no `.` or `..`, and everything else percent-encoded; use `parse` to normalize it
    "https://a.example/ü": the literal is not a normalized URL: lower-case ASCII host, no default port, a path that starts with `/` and has no `.` or `..`, and everything else percent-encoded; use `parse` to normalize it
    "https://a.example?x": the literal is not a normalized URL: lower-case ASCII host, no default port, a path that starts with `/` and has no `.` or `..`, and everything else percent-encoded; use `parse` to normalize it
    "https://a.example#x": the literal is not a normalized URL: lower-case ASCII host, no default port, a path that starts with `/` and has no `.` or `..`, and everything else percent-encoded; use `parse` to normalize it
    "https://a.example/../x": the literal is not a normalized URL: lower-case ASCII host, no default port, a path that starts with `/` and has no `.` or `..`, and everything else percent-encoded; use `parse` to normalize it
    "https://a.example/x/.": the literal is not a normalized URL: lower-case ASCII host, no default port, a path that starts with `/` and has no `.` or `..`, and everything else percent-encoded; use `parse` to normalize it
    "https://a.example/x/%2E%2e/y": the literal is not a normalized URL: lower-case ASCII host, no default port, a path that starts with `/` and has no `.` or `..`, and everything else percent-encoded; use `parse` to normalize it
    "https://a.example/x/.%2e?y": the literal is not a normalized URL: lower-case ASCII host, no default port, a path that starts with `/` and has no `.` or `..`, and everything else percent-encoded; use `parse` to normalize it
    "https://a.example:443/": the literal is not a normalized URL: lower-case ASCII host, no default port, a path that starts with `/` and has no `.` or `..`, and everything else percent-encoded; use `parse` to normalize it
    "https://a.example/x\\y": a backslash is not allowed, because browsers read it as `/`
    "https://a.example/x\ny": the text contains a control character, a tab, a line break or an invisible character
    "https://a.example/\"": the literal is not a normalized URL: lower-case ASCII host, no default port, a path that starts with `/` and has no `.` or `..`, and everything else percent-encoded; use `parse` to normalize it
    "https://a.example/?'": the literal is not a normalized URL: lower-case ASCII host, no default port, a path that starts with `/` and has no `.` or `..`, and everything else percent-encoded; use `parse` to normalize it
    "https://a.example/#`": the literal is not a normalized URL: lower-case ASCII host, no default port, a path that starts with `/` and has no `.` or `..`, and everything else percent-encoded; use `parse` to normalize it
    " https://a.example": the text starts or ends with a space: remove it
    "#);
}

proptest! {
    /// The parser leaves every accepted literal unchanged.
    #[test]
    fn literals_are_what_the_parser_makes_of_them(
        host in "[a-z0-9x.-]{1,10}|localhost|127.0.0.1",
        rest in "(/[ -~]{0,20}|[/?#a.%2eE]{0,12})?",
        scheme in "https?",
    ) {
        let text = format!("{scheme}://{host}{rest}");
        if let Ok(target) = from_static(&text) {
            let parsed = TargetOrigin::parse(&text).unwrap();
            prop_assert_eq!(parsed.as_str(), target.as_str());
        }
    }

    #[test]
    fn parsing_never_panics_and_is_idempotent(text in ".{0,60}|https?://.{0,60}|https://a.example.{0,60}") {
        if let Ok(target) = TargetOrigin::parse(&text) {
            let again = TargetOrigin::parse(target.as_str()).unwrap();
            prop_assert_eq!(again.as_str(), target.as_str());
            prop_assert!(target.as_str().starts_with(&target.origin()));
            prop_assert_eq!(Url::parse(target.as_str()).unwrap().origin().ascii_serialization(), target.origin());
        }
    }
}

#[test]
fn a_joined_target_stays_on_its_origin() {
    let site = TargetOrigin::parse("https://yourapplication.com/a/b?x=1").unwrap();
    for (reference, joined) in [
        ("/done", "https://yourapplication.com/done"),
        ("c?y=2#z", "https://yourapplication.com/a/c?y=2#z"),
        ("", "https://yourapplication.com/a/b?x=1"),
        ("../..", "https://yourapplication.com/"),
    ] {
        assert_eq!(site.join(reference).unwrap().as_str(), joined);
    }
    for (reference, error) in [
        ("//evil.example", InvalidUrl::OtherOrigin),
        ("https://evil.example/done", InvalidUrl::OtherOrigin),
        ("\\\\evil.example", InvalidUrl::OtherOrigin),
        ("http://yourapplication.com", InvalidUrl::OtherOrigin),
        ("javascript:alert(1)", InvalidUrl::OtherOrigin),
        ("/do\nne", InvalidUrl::ControlCharacter),
        ("https://user@yourapplication.com/", InvalidUrl::UserInfo),
    ] {
        assert_eq!(site.join(reference).unwrap_err(), error, "{reference}");
    }
}
