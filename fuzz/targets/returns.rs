//! Which requests bring an attempt or click a link: by rules over their headers and query, without panics.
#![no_main]

use cyclr_oauth::Returned;
use cyclr_oauth::completion::LinkClick;
use http::{HeaderName, HeaderValue, Method, Request, Uri};
use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;

const HEADERS: [&str; 9] = [
    "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest", "sec-fetch-user", "sec-purpose", "purpose",
    "origin", "host", "x-moz",
];
const VALUES: [&str; 14] = [
    "same-origin", "same-site", "cross-site", "none", "navigate", "document", "no-cors", "image",
    "prefetch", "prefetch;prerender", "null", "https://acme.example", "acme.example", "?1",
];

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    method: u8,
    query: &'a str,
    form: &'a str,
    known: Vec<(u8, u8)>,
    any: Vec<(u8, &'a [u8])>,
}

fuzz_target!(|input: Input<'_>| {
    let methods = [Method::GET, Method::POST, Method::HEAD, Method::OPTIONS];
    let method = methods[usize::from(input.method) % methods.len()].clone();
    let Ok(uri) = format!("/done?{}", input.query).parse::<Uri>() else { return };
    let mut request = Request::new(());
    *request.method_mut() = method.clone();
    *request.uri_mut() = uri.clone();
    let name = |n: u8| HeaderName::from_static(HEADERS[usize::from(n) % HEADERS.len()]);
    for (n, value) in input.known {
        let value = VALUES[usize::from(value) % VALUES.len()];
        request.headers_mut().append(name(n), HeaderValue::from_static(value));
    }
    for (n, value) in input.any {
        if let Ok(value) = HeaderValue::from_bytes(value) {
            request.headers_mut().append(name(n), value);
        }
    }
    let (parts, ()) = request.into_parts();
    let header = |name: &str| parts.headers.get_all(name).iter().collect::<Vec<_>>();

    if Returned::by_navigation(&parts).is_ok() {
        assert_eq!(method, Method::GET);
        assert!(header("sec-purpose").is_empty() && header("purpose").is_empty(), "{parts:?}");
        assert!(header("sec-fetch-mode").iter().all(|it| *it == "navigate"), "{parts:?}");
        assert!(header("sec-fetch-dest").iter().all(|it| *it == "document"), "{parts:?}");
        let query = uri.query().unwrap_or_default();
        let pairs = url::form_urlencoded::parse(query.as_bytes());
        let presented: Vec<_> = pairs.filter(|(name, _)| name == Returned::PARAMETER).collect();
        assert_eq!(presented.len(), 1, "{parts:?}");
    }
    let is_own = header("sec-fetch-site").iter().all(|it| *it == "same-origin");
    if Returned::by_form(&parts, input.form).is_ok() || LinkClick::by_form(&parts).is_ok() {
        assert_eq!(method, Method::POST);
        assert!(is_own, "{parts:?}");
    }
});
