//! An attempt to connect, and how targets and messages carry it.

use std::collections::HashSet;

use cyclr_oauth::web::InvalidUrl;
use cyclr_oauth::{AccountId, ConnectAttempt, TargetOrigin};
use proptest::prelude::*;
use url::Url;

fn attempt() -> ConnectAttempt {
    ConnectAttempt::new(&AccountId::new("Acme-42").unwrap(), 1234, "session")
}

fn target(attempt: &ConnectAttempt, base: &str) -> String {
    attempt.target_origin(base).unwrap().as_str().to_owned()
}

#[test]
fn a_target_carries_the_attempt_and_stays_what_it_was() {
    let attempt = ConnectAttempt::from_random(
        [255; 16],
        &AccountId::new("Acme-42").unwrap(),
        1234,
        "session",
    );
    let carry = |base| target(&attempt, base);
    let text = "_____________________w";
    assert_eq!(attempt.expose_secret(), text);
    for (base, before, after) in [
        ("https://a.example", "https://a.example/?", ""),
        ("https://a.example/", "https://a.example/?", ""),
        ("https://a.example:8443", "https://a.example:8443/?", ""),
        ("https://a.example/done", "https://a.example/done?", ""),
        ("https://a.example/done?", "https://a.example/done?&", ""),
        ("https://a.example/done?a=b%20c+d", "https://a.example/done?a=b%20c+d&", ""),
        ("https://a.example?a", "https://a.example/?a&", ""),
        ("https://a.example#x?y", "https://a.example/?", "#x?y"),
        ("https://a.example/#/done?step=2", "https://a.example/?", "#/done?step=2"),
        ("https://a.example/?a=b#c#d", "https://a.example/?a=b&", "#c#d"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC?", ""),
        ("http://localhost:3000/done", "http://localhost:3000/done?", ""),
    ] {
        assert_eq!(carry(base), format!("{before}cyclr_attempt={text}{after}"), "{base}");
    }
}

#[test]
fn a_target_may_be_given_as_a_target_a_url_or_a_text() {
    const DONE: TargetOrigin = TargetOrigin::from_static("https://a.example/done");
    let attempt = attempt();
    let from_text = target(&attempt, "https://a.example/done");
    assert_eq!(attempt.target_origin(DONE).unwrap().as_str(), from_text);
    let url: Url = "https://a.example/done".parse().unwrap();
    assert_eq!(attempt.target_origin(url).unwrap().as_str(), from_text);
    for (text, error) in [
        ("/done", InvalidUrl::NoScheme),
        ("http://a.example/done", InvalidUrl::HttpNotLoopback),
        ("*", InvalidUrl::Wildcard),
    ] {
        assert_eq!(attempt.target_origin(text).unwrap_err(), error);
    }
}

#[test]
fn a_target_carries_one_attempt() {
    let attempt = attempt();
    for base in [
        "https://a.example/?cyclr_attempt=AAAAAAAAAAAAAAAAAAAAAA",
        "https://a.example/?a=b&cyclr_attempt",
        "https://a.example/?cyclr%5Fattempt=x#y",
    ] {
        assert_eq!(attempt.target_origin(base).unwrap_err(), InvalidUrl::HasAttempt, "{base}");
    }
    // These are none.
    for base in [
        "https://a.example/cyclr_attempt=x",
        "https://a.example/?x=cyclr_attempt",
        "https://a.example/?Cyclr_attempt=x",
        "https://a.example/#cyclr_attempt=x",
    ] {
        assert!(attempt.target_origin(base).is_ok(), "{base}");
    }
}

#[test]
fn no_two_attempts_are_the_same() {
    let attempts: Vec<_> = (0..10_000).map(|_| attempt()).collect();
    let texts: HashSet<_> = attempts.iter().map(ConnectAttempt::expose_secret).collect();
    assert_eq!(texts.len(), 10_000);
    for text in texts {
        assert_eq!(text.len(), 22);
        assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
    }
}

#[test]
fn session_keys_may_be_of_any_kind() {
    let account = AccountId::new("Acme-42").unwrap();
    let _ = ConnectAttempt::new(&account, 1, "text");
    let _ = ConnectAttempt::new(&account, 1, &"text".to_owned());
    let _ = ConnectAttempt::new(&account, 1, &"text");
    let _ = ConnectAttempt::new(&account, 1, &[0_u8; 32]);
    let _ = ConnectAttempt::new(&account, 1, &cyclr_oauth::Secret::from("text"));
    let _ = ConnectAttempt::new(&account, 1, &vec![0_u8; 32]);
}

proptest! {
    #[test]
    fn whatever_the_target_has_is_kept(
        path in "(/[a-zA-Z0-9 ._~!$&'()*+,;=:@%-]{0,12}){0,3}",
        query in proptest::option::of("[a-zA-Z0-9 ._~!$&'()*+,;=:@/?%\u{e4}-]{0,24}"),
        fragment in proptest::option::of("[a-zA-Z0-9 ._~!$&'()*+,;=:@/?%\u{e4}-]{0,24}"),
    ) {
        let query = query.map(|it| format!("?{it}")).unwrap_or_default();
        let fragment = fragment.map(|it| format!("#{it}")).unwrap_or_default();
        let base = format!("https://a.example{path}{query}{fragment}");
        let Ok(base) = TargetOrigin::parse(&base) else { return Ok(()) };
        let before = Url::parse(base.as_str()).unwrap();

        let attempt = attempt();
        let carried = attempt.target_origin(base).unwrap();
        let after = Url::parse(carried.as_str()).unwrap();

        prop_assert_eq!(after.as_str(), carried.as_str(), "it is in its normal form");
        prop_assert_eq!(after.origin(), before.origin());
        prop_assert_eq!(after.path(), before.path());
        prop_assert_eq!(after.fragment(), before.fragment());
        let mut pairs: Vec<_> = after.query_pairs().collect();
        let (name, value) = pairs.pop().unwrap();
        prop_assert_eq!(&*name, ConnectAttempt::QUERY_PARAMETER);
        prop_assert_eq!(&*value, attempt.expose_secret());
        prop_assert_eq!(pairs, before.query_pairs().collect::<Vec<_>>());
        let kept = before.query().unwrap_or_default();
        prop_assert!(after.query().unwrap().starts_with(kept), "to the byte");
    }
}
