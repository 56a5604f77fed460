//! Which requests return with an attempt.

use cyclr_oauth::completion::NotReturned;
use cyclr_oauth::{AttemptError, Returned};
use http::Request;
use http::request::Parts;

const ATTEMPT: &str = "BwcHBwcHBwcHBwcHBwcHBw";

type Headers<'a> = &'a [(&'a str, &'a str)];

fn parts(method: &str, uri: &str, headers: Headers<'_>) -> Parts {
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(()).unwrap().into_parts().0
}

/// The request that a browser sends when Cyclr redirects the user to the page.
const NAVIGATION: Headers<'_> = &[
    ("sec-fetch-site", "cross-site"),
    ("sec-fetch-mode", "navigate"),
    ("sec-fetch-dest", "document"),
];

macro_rules! navigations {
    ($($case:ident: $method:literal $headers:expr => $expected:expr;)*) => {$(
        #[test]
        fn $case() {
            let headers: Headers<'_> = $headers;
            let uri = format!("/done?step=2&cyclr_attempt={ATTEMPT}");
            let result = Returned::by_navigation(&parts($method, &uri, headers));
            let expected: Result<(), NotReturned> = $expected;
            assert_eq!(result.map(drop), expected);
        }
    )*};
}

mod navigation {
    use super::*;

    navigations! {
        of_todays_browser: "GET" NAVIGATION => Ok(());
        of_a_user_who_clicked: "GET" &[("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document"), ("sec-fetch-user", "?1"), ("sec-fetch-site", "none")] => Ok(());
        of_a_browser_that_says_nothing: "GET" &[] => Ok(());
        head: "HEAD" NAVIGATION => Err(NotReturned::Method);
        head_that_prefetches: "HEAD" &[("sec-purpose", "prefetch")] => Err(NotReturned::Method);
        post: "POST" NAVIGATION => Err(NotReturned::Method);
        cross_site_form: "POST" &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document"), ("origin", "https://evil.example")] => Err(NotReturned::Method);
        options: "OPTIONS" NAVIGATION => Err(NotReturned::Method);
        prefetch: "GET" &[("sec-purpose", "prefetch"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")] => Err(NotReturned::Prefetch);
        prerender: "GET" &[("sec-purpose", "prefetch;prerender"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")] => Err(NotReturned::Prefetch);
        anonymous_prefetch: "GET" &[("sec-purpose", "prefetch;anonymous-client-ip")] => Err(NotReturned::Prefetch);
        prefetch_of_before_the_standard: "GET" &[("purpose", "prefetch")] => Err(NotReturned::Prefetch);
        preview: "GET" &[("x-purpose", "preview")] => Err(NotReturned::Prefetch);
        prefetch_of_firefox: "GET" &[("x-moz", "prefetch")] => Err(NotReturned::Prefetch);
        image: "GET" &[("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "image")] => Err(NotReturned::NotANavigation);
        script: "GET" &[("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "script")] => Err(NotReturned::NotANavigation);
        no_cors: "GET" &[("sec-fetch-mode", "no-cors")] => Err(NotReturned::NotANavigation);
        fetch: "GET" &[("sec-fetch-mode", "cors"), ("sec-fetch-dest", "empty")] => Err(NotReturned::NotANavigation);
        same_origin_fetch: "GET" &[("sec-fetch-mode", "same-origin"), ("sec-fetch-dest", "empty")] => Err(NotReturned::NotANavigation);
        websocket: "GET" &[("sec-fetch-mode", "websocket"), ("sec-fetch-dest", "empty")] => Err(NotReturned::NotANavigation);
        iframe: "GET" &[("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")] => Err(NotReturned::NotANavigation);
        frame: "GET" &[("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "frame")] => Err(NotReturned::NotANavigation);
        object: "GET" &[("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "object")] => Err(NotReturned::NotANavigation);
        embed: "GET" &[("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "embed")] => Err(NotReturned::NotANavigation);
        two_modes: "GET" &[("sec-fetch-mode", "navigate"), ("sec-fetch-mode", "no-cors")] => Err(NotReturned::NotANavigation);
        empty_mode: "GET" &[("sec-fetch-mode", "")] => Err(NotReturned::NotANavigation);
        mode_in_capitals: "GET" &[("sec-fetch-mode", "Navigate")] => Err(NotReturned::NotANavigation);
    }
}

macro_rules! queries {
    ($($case:ident: $query:expr => $expected:expr;)*) => {$(
        #[test]
        fn $case() {
            let result = Returned::by_navigation(&parts("GET", &format!("/done{}", $query), NAVIGATION));
            let expected: Result<(), NotReturned> = $expected;
            assert_eq!(result.map(drop), expected);
        }
    )*};
}

mod query {
    use super::*;

    queries! {
        one: format!("?cyclr_attempt={ATTEMPT}") => Ok(());
        among_others: format!("?a=b&cyclr_attempt={ATTEMPT}&c=d") => Ok(());
        encoded_by_a_proxy: format!("?cyclr%5Fattempt=%42{}", &ATTEMPT[1..]) => Ok(());
        none: "" => Err(NotReturned::NoAttempt);
        empty: "?" => Err(NotReturned::NoAttempt);
        other_name: format!("?Cyclr_attempt={ATTEMPT}") => Err(NotReturned::NoAttempt);
        twice: format!("?cyclr_attempt={ATTEMPT}&cyclr_attempt={ATTEMPT}") => Err(NotReturned::Repeated);
        twice_of_which_one_is_empty: format!("?cyclr_attempt=&cyclr_attempt={ATTEMPT}") => Err(NotReturned::Repeated);
        twice_of_which_one_is_encoded: format!("?cyclr_attempt={ATTEMPT}&cyclr%5fattempt=x") => Err(NotReturned::Repeated);
        no_value: "?cyclr_attempt" => Err(NotReturned::Malformed);
        too_short: format!("?cyclr_attempt={}", &ATTEMPT[..21]) => Err(NotReturned::Malformed);
        padded: format!("?cyclr_attempt={ATTEMPT}=") => Err(NotReturned::Malformed);
        with_a_line_break: format!("?cyclr_attempt={ATTEMPT}%0A") => Err(NotReturned::Malformed);
        of_pluses: format!("?cyclr_attempt={}", "+".repeat(22)) => Err(NotReturned::Malformed);
        of_other_letters: format!("?cyclr_attempt={}", "%C3%A9".repeat(11)) => Err(NotReturned::Malformed);
        of_zeros: format!("?cyclr_attempt={}", "%00".repeat(22)) => Err(NotReturned::Malformed);
        of_8_kb: format!("?cyclr_attempt={}", "A".repeat(8192)) => Err(NotReturned::Malformed);
        beside_8_kb: format!("?cyclr_attempt={ATTEMPT}&x={}", "A".repeat(8192)) => Err(NotReturned::Malformed);
        as_long_as_it_may_be: format!("?cyclr_attempt={ATTEMPT}&x={}", "A".repeat(Returned::MAX_QUERY - 39)) => Ok(());
        one_byte_longer: format!("?cyclr_attempt={ATTEMPT}&x={}", "A".repeat(Returned::MAX_QUERY - 38)) => Err(NotReturned::Malformed);
    }
}

macro_rules! forms {
    ($($case:ident: $method:literal $uri:literal $headers:expr => $expected:expr;)*) => {$(
        #[test]
        fn $case() {
            let headers: Headers<'_> = $headers;
            let result = Returned::by_form(&parts($method, $uri, headers), ATTEMPT);
            let expected: Result<(), NotReturned> = $expected;
            assert_eq!(result.map(drop), expected);
        }
    )*};
}

mod form {
    use super::*;

    forms! {
        by_fetch: "POST" "/done" &[("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "cors"), ("sec-fetch-dest", "empty")] => Ok(());
        by_submission: "POST" "/done" &[("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document"), ("origin", "null")] => Ok(());
        of_an_old_browser: "POST" "/done" &[("origin", "https://portal.example"), ("host", "portal.example")] => Ok(());
        of_an_old_browser_with_a_port: "POST" "/done" &[("origin", "http://localhost:3000"), ("host", "localhost:3000")] => Ok(());
        over_http_2: "POST" "https://portal.example/done" &[("origin", "https://portal.example")] => Ok(());
        get: "GET" "/done" &[("sec-fetch-site", "same-origin")] => Err(NotReturned::Method);
        head: "HEAD" "/done" &[("sec-fetch-site", "same-origin")] => Err(NotReturned::Method);
        cross_site: "POST" "/done" &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")] => Err(NotReturned::CrossOrigin);
        same_site: "POST" "/done" &[("sec-fetch-site", "same-site")] => Err(NotReturned::CrossOrigin);
        from_the_address_bar: "POST" "/done" &[("sec-fetch-site", "none")] => Err(NotReturned::CrossOrigin);
        two_sites: "POST" "/done" &[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")] => Err(NotReturned::CrossOrigin);
        site_beats_origin: "POST" "/done" &[("sec-fetch-site", "cross-site"), ("origin", "https://portal.example"), ("host", "portal.example")] => Err(NotReturned::CrossOrigin);
        no_origin: "POST" "/done" &[("host", "portal.example")] => Err(NotReturned::CrossOrigin);
        null_origin: "POST" "/done" &[("host", "portal.example"), ("origin", "null")] => Err(NotReturned::CrossOrigin);
        other_origin: "POST" "/done" &[("host", "portal.example"), ("origin", "https://evil.example")] => Err(NotReturned::CrossOrigin);
        other_port: "POST" "/done" &[("host", "localhost:3000"), ("origin", "http://localhost:4000")] => Err(NotReturned::CrossOrigin);
        longer_host: "POST" "/done" &[("host", "portal.example"), ("origin", "https://portal.example.evil")] => Err(NotReturned::CrossOrigin);
        two_origins: "POST" "/done" &[("host", "portal.example"), ("origin", "https://portal.example"), ("origin", "https://evil.example")] => Err(NotReturned::CrossOrigin);
        neither: "POST" "/done" &[] => Err(NotReturned::CrossOrigin);
        no_cors: "POST" "/done" &[("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "no-cors")] => Err(NotReturned::NotANavigation);
        iframe: "POST" "/done" &[("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")] => Err(NotReturned::NotANavigation);
        prefetch: "POST" "/done" &[("sec-fetch-site", "same-origin"), ("sec-purpose", "prefetch")] => Err(NotReturned::Prefetch);
    }

    #[test]
    fn a_malformed_attempt_is_refused() {
        let parts = parts("POST", "/done", &[("sec-fetch-site", "same-origin")]);
        for presented in
            ["", " ", "null", &ATTEMPT.repeat(2), &"A".repeat(8192), "BwcHBwcHBwcHBwcHBwcHB\""]
        {
            let error = Returned::by_form(&parts, presented).unwrap_err();
            assert_eq!(error, NotReturned::Malformed, "{presented:.30}");
        }
    }
}

#[test]
fn each_reason_has_a_status_and_no_text_for_the_user() {
    for (reason, status) in [
        (NotReturned::Malformed, 400),
        (NotReturned::NoAttempt, 400),
        (NotReturned::Repeated, 400),
        (NotReturned::CrossOrigin, 403),
        (NotReturned::NotANavigation, 403),
        (NotReturned::Prefetch, 403),
        (NotReturned::Method, 405),
    ] {
        assert_eq!(reason.status(), status);
        let error = AttemptError::from(reason);
        assert_eq!(error.status(), status);
        let message = "This page can't be opened this way. Go back to your connections.";
        assert_eq!((reason.public_message(), error.public_message()), (message, message));
        assert!(reason.to_string().starts_with("the request "), "{reason}");
    }
}

#[test]
fn debug_shows_no_attempt() {
    let uri = format!("/done?cyclr_attempt={ATTEMPT}");
    let returned = Returned::by_navigation(&parts("GET", &uri, NAVIGATION)).unwrap();
    assert_eq!(format!("{returned:?}"), "Returned([redacted])");
}
