//! The headers of the pages around a hand-off.

use std::collections::HashSet;

use cyclr_oauth::{PageHeaders, ServiceDomain, TargetOrigin};

fn shown(page: PageHeaders) -> String {
    let headers = page.into_headers();
    let lines = headers.iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn by_default_nothing_but_the_page_itself() {
    let page = PageHeaders::from_random([7; 16]);
    assert_eq!(page.nonce(), "BwcHBwcHBwcHBwcHBwcHBw");
    insta::assert_snapshot!(shown(page), @r"
    content-security-policy: default-src 'none'; script-src 'nonce-BwcHBwcHBwcHBwcHBwcHBw'; style-src 'nonce-BwcHBwcHBwcHBwcHBwcHBw'; img-src 'self' data:; connect-src 'self'; frame-src 'none'; base-uri 'none'; frame-ancestors 'none'
    cache-control: no-store
    cross-origin-opener-policy: same-origin-allow-popups
    referrer-policy: no-referrer
    x-content-type-options: nosniff
    ");
}

#[test]
fn frames_are_named_by_their_origins() {
    let page = PageHeaders::from_random([0; 16])
        .with_frames_of(&ServiceDomain::from_static("app-h.cyclr.com"))
        .framed_by(&TargetOrigin::from_static("https://a.example/x;script-src%20*?y"))
        .framed_by(&TargetOrigin::from_static("https://b.example:8443"));
    let headers = page.into_headers();
    let policy = headers["content-security-policy"].to_str().unwrap();
    let end = policy.split_once("frame-src ").unwrap().1;
    assert_eq!(
        end,
        "https://app-h.cyclr.com; base-uri 'none'; frame-ancestors https://a.example https://b.example:8443"
    );
}

#[test]
fn no_two_responses_share_a_nonce() {
    let nonces: HashSet<_> = (0..1_000).map(|_| PageHeaders::new().nonce().to_owned()).collect();
    assert_eq!(nonces.len(), 1_000);
}
